package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;

/**
 * {@code y = eˣ − 1}, without cancellation near 0.
 *
 * <p>VJP: {@code x̄ = eˣ ȳ}; y + 1 would have no digits left in the lower tail.
 */
record Expm1() implements UnaryOp {
  @Override
  public String name() {
    return "expm1";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.expm1(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.exp(x));
  }
}
