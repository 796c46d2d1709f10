package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * {@code y = tanh x}.
 *
 * <p>VJP: {@code x̄ = (1 − y²) ȳ}, right to 2 units in the last place of 1: an output next to 1
 * does not tell how far the input is, so of a slope that small there are few digits or none.
 *
 * <p>Source: CS231n, Neural Networks part 1, "Commonly used activation functions".
 */
record Tanh() implements UnaryOp {
  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.tanh(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().tanh(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new TanhVjp(), y, g);
  }
}
