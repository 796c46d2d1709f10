package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * {@code y = x²}.
 *
 * <p>VJP: {@code x̄ = 2x ȳ}.
 */
record Square() implements UnaryOp {
  @Override
  public String name() {
    return "square";
  }

  @Override
  public double value(double x) {
    return x * x;
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.mul(x, 2));
  }
}
