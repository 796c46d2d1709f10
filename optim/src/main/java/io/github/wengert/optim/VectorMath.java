package io.github.wengert.optim;

/** Arithmetic on vectors in F64, always in the same order of the elements. */
final class VectorMath {
  /** The number of products that are added sequentially. */
  private static final int BLOCK = 128;

  private VectorMath() {}

  /** {@code Σ aᵢ bᵢ}, summed pairwise: the error grows with the logarithm of the length. */
  static double dot(double[] a, double[] b) {
    return dot(a, b, 0, a.length);
  }

  private static double dot(double[] a, double[] b, int from, int to) {
    if (to - from > BLOCK) {
      int middle = (from + to) >>> 1;
      return dot(a, b, from, middle) + dot(a, b, middle, to);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** {@code ‖a‖₂}. */
  static double norm(double[] a) {
    double sum = dot(a, a);
    return isSafeSum(sum) ? Math.sqrt(sum) : scaledNorm(a);
  }

  /**
   * Whether a sum of squares is accurate: it is finite, and so large that squares which underflowed
   * would not change it.
   */
  static boolean isSafeSum(double sum) {
    return sum >= 0x1p-900 && sum <= Double.MAX_VALUE;
  }

  private static double scaledNorm(double[] a) {
    double largest = 0;
    for (double each : a) {
      largest = Math.max(largest, Math.abs(each));
    }
    if (largest == 0 || !Double.isFinite(largest)) {
      return largest;
    }
    int exponent = Math.getExponent(largest);
    return Math.scalb(Math.sqrt(scaledSumOfSquares(a, exponent)), exponent);
  }

  /** {@code Σ (aᵢ 2^-exponent)²}; the scaling is exact but for elements too small to matter. */
  static double scaledSumOfSquares(double[] a, int exponent) {
    double sum = 0;
    for (double each : a) {
      double scaled = Math.scalb(each, -exponent);
      sum += scaled * scaled;
    }
    return sum;
  }

  /** {@code a − b}. */
  static double[] difference(double[] a, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] - b[i];
    }
    return result;
  }

  /** {@code c a}. */
  static double[] scaled(double[] a, double c) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = c * a[i];
    }
    return result;
  }

  /** {@code y + c x}. */
  static double[] sum(double[] y, double c, double[] x) {
    double[] result = y.clone();
    addInto(result, c, x);
    return result;
  }

  /** {@code y ← y + c x}. */
  static void addInto(double[] y, double c, double[] x) {
    for (int i = 0; i < y.length; i++) {
      y[i] += c * x[i];
    }
  }
}
