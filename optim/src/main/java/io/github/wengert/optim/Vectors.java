package io.github.wengert.optim;

/** Arithmetic on vectors in F64, always in the same order of the elements. */
final class Vectors {
  /** So many products are added one after the other. */
  private static final int BLOCK = 128;

  private Vectors() {}

  /** {@code Σ aᵢ bᵢ}, by halves: the error grows like the logarithm of their number. */
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
    return Math.sqrt(dot(a, a));
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
