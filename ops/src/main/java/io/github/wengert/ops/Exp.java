package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * {@code y = eˣ}.
 *
 * <p>VJP: {@code x̄ = y ȳ}.
 */
record Exp() implements UnaryOp {
  @Override
  public String name() {
    return "exp";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.exp(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().exp(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, y);
  }
}
