package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

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
    return Math.log(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.div(g, x);
  }
}
