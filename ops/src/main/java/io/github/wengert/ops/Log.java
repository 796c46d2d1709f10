package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * {@code y = ln x}, −∞ at 0, NaN below.
 *
 * <p>VJP: {@code x̄ = ȳ / x}, also where y is NaN.
 */
record Log() implements UnaryOp {
  @Override
  public String name() {
    return "log";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.log(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().log(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.div(g, x);
  }
}
