package io.github.wengert.ops;

/**
 * Normalises the groups whose variance overflows the element type although their normalised values
 * do not. The kernels divide such a group by an infinite root, which leaves zeros or NaN; this
 * class recomputes it in double precision, with x scaled by a power of two.
 */
final class OverflowedGroups {
  private final NormalizedAxes axes;
  private final double eps;
  private final Tensor x;

  /** x − mean of the current group, times 2^−exponent. */
  private final double[] centred;

  private int exponent;

  /** The factor from centred to normalised values. */
  private double scale;

  OverflowedGroups(NormalizedAxes axes, double eps, Tensor x) {
    this.axes = axes;
    this.eps = eps;
    this.x = x;
    centred = new double[axes.size(x.shape())];
  }

  /** Recomputes the groups of {@code y}, the normalised x, that overflow. */
  void normalize(Tensor y) {
    for (int group = 0; group < axes.count(x.shape()); group++) {
      if (overflows(group)) {
        for (int k = 0; k < centred.length; k++) {
          y.set(position(group, k), centred[k] * scale);
        }
      }
    }
  }

  /** Recomputes the groups of {@code y}, the pullback of {@code g}, that overflow. */
  void pullBack(Tensor g, Tensor y) {
    for (int group = 0; group < axes.count(x.shape()); group++) {
      if (overflows(group)) {
        double mean = 0;
        double along = 0;
        for (int k = 0; k < centred.length; k++) {
          double cotangent = g.get(position(group, k));
          mean += cotangent / centred.length;
          along += cotangent * (centred[k] * scale) / centred.length;
        }
        for (int k = 0; k < centred.length; k++) {
          double rest = g.get(position(group, k)) - mean - centred[k] * scale * along;
          y.set(position(group, k), Math.scalb(rest * scale, -exponent));
        }
      }
    }
  }

  /** Scales and centres a group of finite numbers, and returns whether its squares overflow. */
  private boolean overflows(int group) {
    double largest = 0;
    for (int k = 0; k < centred.length; k++) {
      largest = Math.max(largest, Math.abs(x.get(position(group, k))));
    }
    if (!(largest < Double.POSITIVE_INFINITY)) {
      return false;
    }
    exponent = Math.getExponent(largest);
    for (int k = 0; k < centred.length; k++) {
      centred[k] = Math.scalb(x.get(position(group, k)), -exponent);
    }
    subtractMean();
    subtractMean(); // the rounding error of the first mean
    double squares = 0;
    for (double deviation : centred) {
      squares += deviation * deviation;
    }
    scale = 1 / Math.sqrt(squares / centred.length + Math.scalb(eps, -2 * exponent));
    double most = x.dtype() == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return Math.scalb(squares, 2 * exponent) > most;
  }

  private void subtractMean() {
    double mean = 0;
    for (double number : centred) {
      mean += number / centred.length;
    }
    for (int k = 0; k < centred.length; k++) {
      centred[k] -= mean;
    }
  }

  /** Returns the array position of element {@code k} of a group. */
  private int position(int group, int k) {
    Shape shape = x.shape();
    int inner = axes.inner(shape);
    return ((k / inner) * axes.count(shape) + group) * inner + k % inner;
  }
}
