package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

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
    return Math.exp(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, y);
  }
}
