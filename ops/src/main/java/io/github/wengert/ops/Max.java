package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * The largest element along some axes, NaN if there is one.
 *
 * <p>VJP: {@code ȳ} to the largest element. Kink where several are largest: shared evenly among
 * them. To send all of it to the first instead, pick by index: {@link Ops#maxAt}.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Max(Axes axes) implements ReductionOp, Piecewise {
  @Override
  public String name() {
    return "max";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.max(x, outer, length, inner, y);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Subgradient.current().share(axes, x, y, g);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(axes.extremes(inputs.getFirst(), output));
  }
}
