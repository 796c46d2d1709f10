package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = ln Σ eˣ} along some axes: the smooth maximum.
 *
 * <p>VJP: {@code x̄ = softmax(x) ȳ}. Elements at −∞ get 0; where all are −∞ the gradient is NaN.
 *
 * <p>Computed as {@code m + ln Σ e^(x−m)} with m the maximum, which cannot overflow.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record LogSumExp(Axes axes) implements ReductionOp {
  @Override
  public String name() {
    return "logSumExp";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.logSumExp(x, outer, length, inner, y);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(axes.expand(g, x.shape()), Ops.exp(Ops.sub(x, axes.expand(y, x.shape()))));
  }
}
