package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = Σ x / n} along some axes, with n the number of elements that go into one result.
 *
 * <p>VJP: {@code x̄ = ȳ / n}, repeated along the reduced axes.
 *
 * <p>The error is that of {@link Sum}, divided by n, and that of the division.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Mean(Axes axes) implements ReductionOp {
  @Override
  public String name() {
    return "mean";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.sum(x, outer, length, inner, y);
    kernels.map(sum -> sum / length, y, y, outer * inner);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> axes.expand(Ops.mul(g, 1.0 / axes.count(x.shape())), x.shape());
  }
}
