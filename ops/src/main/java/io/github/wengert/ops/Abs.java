package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = |x|}.
 *
 * <p>VJP: {@code x̄ = sign(x) ȳ}. Kink at 0: the derivative there is 0.
 */
record Abs() implements UnaryOp, Piecewise {
  @Override
  public String name() {
    return "abs";
  }

  @Override
  public double value(double x) {
    return Math.abs(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().abs(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    double atZero = Subgradient.current().slope(-1, 1, 0);
    return g -> BranchMasks.weigh(BranchMasks.of(x, v -> v == 0 ? atZero : Math.signum(v)), g);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
