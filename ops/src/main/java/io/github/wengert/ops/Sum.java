package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = Σ x} along some axes; 0 if there is nothing to add.
 *
 * <p>VJP: {@code x̄ = ȳ}, repeated along the reduced axes.
 *
 * <p>Blocks are added one element after the other, and the sums of blocks in a tree whose shape
 * depends on the shape of x only. So the error is at most {@code (66 + log₂ n) u Σ|x|} for n
 * elements, with u half the distance from 1 to the next number: see docs/adr/0030.
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
