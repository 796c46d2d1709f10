package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * The standard normal distribution {@code y = Φ(x)}, accurate in its lower tail, where {@code ½ (1
 * + erf(x/√2))} cancels.
 *
 * <p>VJP: {@code x̄ = φ(x) ȳ}.
 */
record NormalCdf() implements UnaryOp {
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  /** Returns {@code φ(x) = e^−x²/2 / √2π}. */
  static Tensor density(Tensor x) {
    return Ops.mul(Ops.exp(Ops.mul(Ops.square(x), -0.5)), DENSITY_AT_ZERO);
  }

  @Override
  public String name() {
    return "normalCdf";
  }

  @Override
  public double value(double x) {
    return SpecialFunctions.normalCdf(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, density(x));
  }
}
