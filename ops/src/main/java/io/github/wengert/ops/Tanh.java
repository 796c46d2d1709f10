package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;

/**
 * {@code y = tanh x}.
 *
 * <p>VJP: {@code x̄ = (1 − y²) ȳ}.
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
    return Math.tanh(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new TanhVjp(), y, g);
  }
}
