package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * The logistic function {@code y = σ(x) = 1 / (1 + e⁻ˣ)}.
 *
 * <p>VJP: {@code x̄ = y (1 − y) ȳ}. It vanishes where the unit saturates. Below 0 it is right to 3
 * units in its last place, above 0 to 3 in that of ½: an output next to 1 does not tell more.
 *
 * <p>Computed from {@code e^−|x|}, which cannot overflow. Source: CS231n, Neural Networks part 1,
 * "Commonly used activation functions".
 */
record Sigmoid() implements UnaryOp {
  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.sigmoid(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().sigmoid(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new SigmoidVjp(), y, g);
  }
}
