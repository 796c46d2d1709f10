package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;

/**
 * {@code y = ln(1 + x)}, without cancellation near 0.
 *
 * <p>VJP: {@code x̄ = ȳ / (1 + x)}.
 */
record Log1p() implements UnaryOp {
  @Override
  public String name() {
    return "log1p";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.log1p(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.div(g, Ops.add(x, 1));
  }
}
