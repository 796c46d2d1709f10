package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * The error function {@code y = 2/√π ∫₀ˣ e^−t² dt}.
 *
 * <p>VJP: {@code x̄ = 2/√π e^−x² ȳ}.
 */
record Erf() implements UnaryOp {
  private static final double SLOPE_AT_ZERO = 2 / Math.sqrt(Math.PI);

  @Override
  public String name() {
    return "erf";
  }

  @Override
  public double value(double x) {
    return SpecialFunctions.erf(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.mul(Ops.exp(Ops.neg(Ops.square(x))), SLOPE_AT_ZERO));
  }
}
