package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = Σ x} along some axes; 0 if there is nothing to add.
 *
 * <p>VJP: {@code x̄ = ȳ}, repeated along the reduced axes.
 *
 * <p>A contiguous sum runs over eight partial sums that are added in a fixed order.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Sum(Axes axes) implements ReductionOp {
  @Override
  public String name() {
    return "sum";
  }

  @Override
  public boolean acceptsEmpty() {
    return true;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.sum(x, outer, length, inner, y);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> axes.expand(g, x.shape());
  }
}
