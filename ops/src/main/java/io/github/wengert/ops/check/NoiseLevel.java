package io.github.wengert.ops.check;

/**
 * Measures how far off the values along a line are, where cancellation inside the function hides it
 * from their magnitude: third differences of a smooth function over tiny steps are nothing but
 * noise.
 *
 * <p>They are taken strictly on either side, and the quieter side counts, as a kink is not noise.
 * What is smooth over tiny steps may still be the tread of a staircase: {@code (x + 1e12) − 1e12}
 * is a multiple of 2⁻¹³. So the steps grow until differences grow as those of smooth functions do.
 *
 * <p>Source: Hamming, Numerical Methods for Scientists and Engineers, 1962, chapter on difference
 * tables.
 */
final class NoiseLevel {
  private static final double FINEST = 1e-11;
  private static final double TINY = 1e-7;
  private static final double COARSEST = 3e-2;

  private static final double GROWING = 8;
  private static final double SUDDEN = 1000;

  private static final int VALUES = 7;
  private static final int ORDER = 3;

  /** The third difference of independent errors has 1 + 9 + 9 + 1 times their variance. */
  private static final double VARIANCE = 20;

  private NoiseLevel() {}

  /**
   * Measures the noise.
   *
   * @param unit the length that counts as 1 along the line
   * @param resolution how far off values may be if nothing can be measured, as none changes
   */
  static double of(Line line, double unit, double resolution) {
    double noise = fine(line, unit);
    double floor = noise == 0 ? resolution : 0;
    double narrow = noise;
    for (double step = 4 * TINY; step < COARSEST; step *= 4) {
      double wide = atStep(line, step * unit);
      // A third difference of a smooth function grows 64-fold. Noise does not grow; and a riser
      // of the staircase comes all of a sudden.
      double noisy = wide > SUDDEN * narrow ? wide : wide < GROWING * narrow ? narrow : 0;
      noise = Math.max(noise, noisy);
      narrow = wide;
    }
    return Math.max(noise, floor);
  }

  /** Measures the noise over tiny steps only. */
  static double fine(Line line, double unit) {
    double noise = 0;
    for (double step = FINEST; step < 2 * TINY; step *= 10) {
      noise = Math.max(noise, atStep(line, step * unit));
    }
    return noise;
  }

  private static double atStep(Line line, double step) {
    double left = oneSided(line, -step);
    double right = oneSided(line, step);
    return Double.isNaN(left) ? orZero(right) : Double.isNaN(right) ? left : Math.min(left, right);
  }

  private static double orZero(double noise) {
    return Double.isNaN(noise) ? 0 : noise;
  }

  private static double oneSided(Line line, double step) {
    double[] values = new double[VALUES];
    for (int i = 0; i < values.length; i++) {
      values[i] = line.at((i + 1) * step).value();
    }
    for (int order = 1; order <= ORDER; order++) {
      for (int i = 0; i < values.length - order; i++) {
        values[i] = values[i + 1] - values[i]; // exact zeros for equal values
      }
    }
    double sum = 0;
    for (int i = 0; i < values.length - ORDER; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum / (values.length - ORDER) / VARIANCE);
  }
}
