package io.github.wengert.ops;

/** Numbers that are kept near 1, beside an exponent of their own. */
final class Scaled {
  private Scaled() {}

  /** Returns the e for which {@code x 2⁻ᵉ} is in [1, 2); 0 for 0, infinities and NaN. */
  static int exponent(double x) {
    int exponent = Math.getExponent(x);
    if (exponent > Double.MAX_EXPONENT || x == 0) {
      return 0;
    }
    return exponent >= Double.MIN_EXPONENT ? exponent : Math.getExponent(x * 0x1p64) - 64;
  }

  /** Returns {@code x 2ᵉ}, rounded once. */
  static double shifted(double x, long exponent) {
    // Beyond these bounds nothing changes any more, but the sum of exponents may outgrow an int.
    return Math.scalb(x, Math.clamp(exponent, -5000, 5000));
  }
}
