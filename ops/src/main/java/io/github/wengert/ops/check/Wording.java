package io.github.wengert.ops.check;

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
}
