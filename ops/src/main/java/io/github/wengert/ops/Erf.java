package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;

/**
 * The error function {@code y = 2/√π ∫₀ˣ e^−t² dt}.
 *
 * <p>VJP: {@code x̄ = 2/√π e^−x² ȳ}.
 */
record Erf() implements UnaryOp {
  /** 2/√π e^−x² is this, times the normal density at √2 x. */
  private static final double SCALE = 2 * Math.sqrt(2);

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
    return g -> {
      Tensor density = Autograd.apply(new NormalDensity(), Ops.mul(x, Math.sqrt(2)));
      return Ops.mul(g, Ops.mul(density, SCALE));
    };
  }
}
