package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * The smallest element along some axes, NaN if there is one.
 *
 * <p>VJP: {@code ȳ} to the smallest element. Kink where several are smallest: shared evenly among
 * them. To send all of it to the first instead, pick by index: {@link Ops#minAt}.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Min(Axes axes) implements ReductionOp, Piecewise {
  @Override
  public String name() {
    return "min";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.min(x, outer, length, inner, y);
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
