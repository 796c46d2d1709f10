package io.github.wengert.nn;

import java.util.Locale;

/** Fractions of counts. */
final class Fractions {
  private Fractions() {}

  /** Returns {@code part / whole}; for 0/0 the value that stands for it. */
  static double of(long part, long whole, double undefined) {
    return whole == 0 ? undefined : (double) part / whole;
  }

  /** Returns the counts and their ratio, such as {@code 9 of 10 (0.9000)}. */
  static String describe(long part, long whole) {
    return String.format(Locale.ROOT, "%d of %d (%.4f)", part, whole, of(part, whole, Double.NaN));
  }
}
