package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.NormalFunctions;

/**
 * The normal density {@code y = φ(x) = e^−x²/2 / √2π}, the slope of {@link NormalCdf}; or the slope
 * of {@link Erf}, {@code y = 2/√π e^−x²}.
 *
 * <p>VJP: {@code x̄ = −x y ȳ}, or {@code −2 x y ȳ}; 0 at ±∞.
 *
 * <p>Rounding x² would cost as many units in the last place as it has units, so it is kept in two
 * numbers.
 *
 * @param ofErf whether to compute the slope of the error function
 */
record Gaussian(boolean ofErf) implements UnaryOp {
  /** From here on y is 0, and x may be replaced by this. */
  private static final double FARTHEST = 40;

  /** Returns {@code x}, but bounded where a factor y is 0, so that a product with that is. */
  static Tensor bounded(Tensor x) {
    return Ops.clamp(x, -FARTHEST, FARTHEST);
  }

  @Override
  public String name() {
    return "gaussian";
  }

  @Override
  public double value(double x) {
    return ofErf ? NormalFunctions.erfSlope(x) : NormalFunctions.density(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.mul(Ops.mul(bounded(x), y), ofErf ? -2 : -1));
  }
}
