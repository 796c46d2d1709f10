package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * {@code y = eˣ − 1}, without cancellation near 0.
 *
 * <p>VJP: {@code x̄ = eˣ ȳ}. The exponential is not taken from y, which is rounded to −1 for x →
 * −∞.
 */
record Expm1() implements UnaryOp {
  @Override
  public String name() {
    return "expm1";
  }

  @Override
  public double value(double x) {
    return Math.expm1(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.exp(x));
  }
}
