package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = Σ (x − mean)² / (n − correction)} along some axes, in two passes.
 *
 * <p>VJP: {@code x̄ = 2 (x − mean) ȳ / (n − correction)}.
 *
 * @param axes which axes are reduced, and whether they are kept
 * @param correction 1 for the unbiased estimate (Bessel), 0 for the biased one; less than n
 */
record Variance(Axes axes, int correction) implements ReductionOp {
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
    Object mean = kernels.copy(y);
    kernels.sum(x, outer, length, inner, mean);
    kernels.map(sum -> sum / length, mean, mean, outer * inner);
    kernels.squaredDeviations(x, mean, outer, length, inner, y);
    kernels.map(sum -> sum / (length - correction), y, y, outer * inner);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> {
      Tensor mean = axes.expand(new Axes(axes.indices(), true).mean(x), x.shape());
      double scale = 2.0 / (axes.count(x.shape()) - correction);
      return Ops.mul(axes.expand(g, x.shape()), Ops.mul(Ops.sub(x, mean), scale));
    };
  }
}
