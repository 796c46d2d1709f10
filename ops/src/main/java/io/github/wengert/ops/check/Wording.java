package io.github.wengert.ops.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** The numbers of a report as text, the same wherever it is read. */
final class Wording {
  /** Stands where there is no number. */
  static final String NONE = "—";

  private Wording() {}

  /** Formats whatever the locale of the machine. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /** Returns a number with so many significant digits; zero and whatever is not finite as words. */
  static String number(double x, int digits) {
    if (x == 0) {
      return "0";
    }
    return Double.isFinite(x) ? format("%." + digits + "g", x) : Double.toString(x);
  }

  /** Returns the numeric derivative; at a kink, the slopes from the left and from the right. */
  static String numeric(Finding f) {
    if (Double.isNaN(f.numeric())) {
      return NONE;
    }
    return f.hasTwoSides()
        ? number(f.left(), 6) + " … " + number(f.right(), 6)
        : number(f.numeric(), 9);
  }

  static String error(Finding f) {
    return Double.isFinite(f.error()) ? format("%.0e", f.error()) : NONE;
  }

  static String relativeError(Finding f) {
    double relative = f.relativeError();
    if (Double.isNaN(relative)) {
      return NONE;
    }
    return relative == 0 ? "0" : format("%.1e", relative);
  }

  static String step(Finding f) {
    return f.step() > 0 ? format("%.0e", f.step()) : NONE;
  }

  /** Returns a number rounded to a power of ten, so that like ones read the same: {@code 1e-5}. */
  static String power(double x) {
    double size = Math.abs(x);
    if (!Double.isFinite(size) || size == 0) {
      return number(size, 1);
    }
    int power = (int) Math.round(Math.log10(size));
    return Math.abs(power) <= 2 ? plain(Math.pow(10, power), 1) : "1e" + power;
  }

  /** Returns a length of time: {@code 0.25 s}, {@code 5 s}, {@code 10 min}, {@code 36 h}. */
  static String duration(Duration time) {
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
  static String percent(double share) {
    return plain(100 * share, 2) + " %";
  }

  /** Returns a number without an exponent. */
  private static String plain(double x, int digits) {
    return new BigDecimal(x, new MathContext(digits)).stripTrailingZeros().toPlainString();
  }

  /** Returns a number as an exponent: {@code ⁻¹²}. */
  static String superscript(int x) {
    StringBuilder exponent = new StringBuilder(x < 0 ? "⁻" : "");
    Integer.toString(Math.abs(x))
        .chars()
        .forEach(c -> exponent.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')));
    return exponent.toString();
  }
}
