package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * {@code y = xᶜ} for a constant exponent.
 *
 * <p>VJP: {@code x̄ = c xᶜ⁻¹ ȳ}, and 0 everywhere for c = 0.
 *
 * @param exponent the constant c
 */
record PowScalar(double exponent) implements UnaryOp {
  @Override
  public String name() {
    return "powScalar";
  }

  @Override
  public double value(double x) {
    return Math.pow(x, exponent);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return exponent == 0
        ? g -> Tensor.zeros(g.dtype(), g.shape())
        : g -> Ops.mul(g, Ops.mul(Ops.pow(x, exponent - 1), exponent));
  }
}
