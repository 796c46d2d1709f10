package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

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
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return Ops::neg;
  }
}
