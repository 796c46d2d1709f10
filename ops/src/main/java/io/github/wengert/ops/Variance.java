package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = Σ (x − mean)² / (n − correction)} along some axes.
 *
 * <p>VJP: {@code x̄ = 2 (x − mean) ȳ / (n − correction)}.
 *
 * <p>In two passes: with m the rounded mean, and d the mean of x − m, which is what m lacks, the
 * biased variance is {@code mean((x − m)²) − d²}. So the digits of a large mean cost none of the
 * variance. Source: Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983.
 *
 * @param axes which axes are reduced, and whether they are kept
 * @param correction 1 for the unbiased estimate (Bessel), 0 for the biased one; less than n
 */
record Variance(Axes axes, int correction) implements ReductionOp {
  /** Returns the variance along some axes, all of them if none is named. */
  static Tensor of(String operation, Tensor x, int correction, boolean keep, int... axes) {
    Axes along = enough(operation, x, correction, keep, axes);
    return Autograd.apply(new Variance(along, correction), x);
  }

  /** Returns its root, as the norm of differences from the mean: its slope is 0 where that is. */
  static Tensor rootOf(String operation, Tensor x, int correction, boolean keep, int... axes) {
    Axes along = enough(operation, x, correction, keep, axes);
    double degrees = along.count(x.shape()) - correction;
    Tensor norm = Autograd.apply(new Norm(along), along.centred(x));
    return Ops.mul(norm, 1 / Math.sqrt(degrees));
  }

  /** Returns the axes; refuses too few elements along them. */
  private static Axes enough(
      String operation, Tensor x, int correction, boolean keep, int... axes) {
    Axes along = Axes.of(operation, x.shape(), keep, axes);
    int count = along.count(x.shape());
    if (count <= correction) {
      throw new ShapeException(
          "%s: too few elements: axes %s of %s (%d elements < %d)"
              .formatted(operation, along.indices(), x.shape(), count, correction + 1));
    }
    return along;
  }

  @Override
  public String name() {
    return "variance";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.variance(x, outer, length, inner, y);
    if (correction != 0) {
      kernels.map(biased -> biased * length / (length - correction), y, y, outer * inner);
    }
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> {
      double scale = 2.0 / (axes.count(x.shape()) - correction);
      return Ops.mul(axes.expand(g, x.shape()), Ops.mul(axes.centred(x), scale));
    };
  }
}
