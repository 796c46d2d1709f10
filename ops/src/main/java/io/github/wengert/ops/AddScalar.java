package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * {@code y = x + c}.
 *
 * <p>VJP: {@code x̄ = ȳ}.
 *
 * @param addend the constant c
 */
record AddScalar(double addend) implements UnaryOp {
  @Override
  public String name() {
    return "addScalar";
  }

  @Override
  public double value(double x) {
    return x + addend;
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> g;
  }
}
