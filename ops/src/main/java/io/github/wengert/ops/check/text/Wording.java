package io.github.wengert.ops.check.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers as text, independent of the locale. */
public final class Wording {
  /** Stands for a missing number. */
  public static final String NONE = "—";

  private Wording() {}

  /** Formats in {@link Locale#ROOT}. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
  public static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /**
   * Returns a number with {@code digits} significant digits; zero and non-finite numbers as words.
   */
  public static String number(double x, int digits) {
    if (x == 0) {
      return "0";
    }
    return Double.isFinite(x) ? format("%." + digits + "g", x) : Double.toString(x);
  }

  /** Returns a number rounded to a power of ten, so that like ones read the same: {@code 1e-5}. */
  public static String power(double x) {
    double size = Math.abs(x);
    if (!Double.isFinite(size) || size == 0) {
      return number(size, 1);
    }
    int power = (int) Math.round(Math.log10(size));
    return Math.abs(power) <= 2 ? plain(Math.pow(10, power), 1) : "1e" + power;
  }

  /** Returns a length of time: {@code 0.25 s}, {@code 5 s}, {@code 10 min}, {@code 36 h}. */
  public static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (time.toNanosPart() != 0) {
      return plain(seconds + 1e-9 * time.toNanosPart(), 6) + " s";
    }
    if (seconds % 3600 == 0) {
      return format("%,d h", seconds / 3600);
    }
    return seconds % 60 == 0 ? format("%,d min", seconds / 60) : format("%,d s", seconds);
  }

  /** Returns a share of a whole as a percentage. */
  public static String percent(double share) {
    return plain(100 * share, 2) + " %";
  }

  /** Returns a number without an exponent. */
  private static String plain(double x, int digits) {
    return new BigDecimal(x, new MathContext(digits)).stripTrailingZeros().toPlainString();
  }

  /** Returns a number as an exponent: {@code ⁻¹²}. */
  public static String superscript(int x) {
    StringBuilder exponent = new StringBuilder(x < 0 ? "⁻" : "");
    Integer.toString(Math.abs(x))
        .chars()
        .forEach(c -> exponent.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')));
    return exponent.toString();
  }
}
