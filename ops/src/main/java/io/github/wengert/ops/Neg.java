package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = −x}.
 *
 * <p>VJP: {@code x̄ = −ȳ}.
 */
record Neg() implements UnaryOp {
  @Override
  public String name() {
    return "neg";
  }

  @Override
  public double value(double x) {
    return -x;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().scale(inputs.getFirst().array(), -1, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return Ops::neg;
  }
}
