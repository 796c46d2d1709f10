package io.github.wengert.ops;

/**
 * NormalizedAxes whose variance is beyond the element type, though what normalising makes of them
 * is not. The kernels divide such a group by an infinite root, which leaves zeros or NaN; here it
 * is computed in double precision, with x scaled by a power of two.
 */
final class OverflowedGroups {
  private final NormalizedAxes groups;
  private final double eps;
  private final Tensor x;

  /** x − mean of the group at hand, times 2^−exponent. */
  private final double[] centred;

  private int exponent;

  /** What makes a normalised number of a centred one. */
  private double scale;

  OverflowedGroups(NormalizedAxes groups, double eps, Tensor x) {
    this.groups = groups;
    this.eps = eps;
    this.x = x;
    centred = new double[groups.size(x.shape())];
  }

  /** Computes those groups of {@code y}, the normalised x, that overflow. */
  void normalize(Tensor y) {
    for (int group = 0; group < groups.count(x.shape()); group++) {
      if (overflows(group)) {
        for (int k = 0; k < centred.length; k++) {
          y.set(position(group, k), centred[k] * scale);
        }
      }
    }
  }

  /** Computes those groups of {@code y}, the pullback of {@code g}, that overflow. */
  void pullBack(Tensor g, Tensor y) {
    for (int group = 0; group < groups.count(x.shape()); group++) {
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
    subtractMean(); // what the mean lacked
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

  /** Returns where element {@code k} of a group stands. */
  private int position(int group, int k) {
    Shape shape = x.shape();
    int inner = groups.inner(shape);
    return ((k / inner) * groups.count(shape) + group) * inner + k % inner;
  }
}
