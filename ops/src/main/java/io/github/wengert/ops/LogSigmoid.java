package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * {@code y = ln σ(x)}.
 *
 * <p>VJP: {@code x̄ = σ(−x) ȳ}.
 *
 * <p>Computed as {@code min(x, 0) − log1p(e^−|x|)}, which neither overflows nor gives ln 0.
 */
record LogSigmoid() implements UnaryOp {
  @Override
  public String name() {
    return "logSigmoid";
  }

  @Override
  public double value(double x) {
    return -SpecialFunctions.softplus(-x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.sigmoid(Ops.neg(x)));
  }
}
