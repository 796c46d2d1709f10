package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;

/**
 * The Gaussian error linear unit {@code y = x Φ(x)}, with Φ the standard normal distribution; or
 * its tanh form {@code y = ½ x (1 + tanh u)} with {@code u = √(2/π) (x + 0.044715 x³)}.
 *
 * <p>VJP: {@code x̄ = (Φ(x) + x φ(x)) ȳ}; tanh form, which is {@code x σ(v)} with {@code v = 2u}:
 * {@code (σ(v) + x σ(v) σ(−v) v′) ȳ}, in which nothing cancels. At x = ±∞ the second terms are 0.
 *
 * <p>Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, section 2.
 *
 * @param tanhForm whether to compute the tanh form
 */
record Gelu(boolean tanhForm) implements UnaryOp {
  /** √(2/π), which makes the slope of the approximation right at 0. */
  private static final double SCALE = Math.sqrt(2 / Math.PI);

  private static final double CUBIC = 0.044715;

  /** From here on the tanh form is linear to the last bit: {@code σ(v)} is 0 or 1. */
  private static final double SATURATED = 64;

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public double value(double x) {
    return tanhForm
        ? x / 2 * (1 + Math.tanh(SCALE * (x + CUBIC * x * x * x)))
        : x * SpecialFunctions.normalCdf(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return tanhForm ? tanhVjp(x) : exactVjp(x);
  }

  private static Pullback<Tensor> exactVjp(Tensor x) {
    return g -> {
      Tensor density = Autograd.apply(new NormalDensity(), x);
      return Ops.mul(g, Ops.add(Ops.normalCdf(x), Masks.weigh(density, x)));
    };
  }

  private static Pullback<Tensor> tanhVjp(Tensor x) {
    return g -> {
      Tensor inside = Ops.clamp(x, -SATURATED, SATURATED);
      Tensor squared = Ops.square(inside);
      Tensor v = Ops.mul(inside, Ops.add(Ops.mul(squared, 2 * SCALE * CUBIC), 2 * SCALE));
      Tensor vSlope = Ops.add(Ops.mul(squared, 6 * SCALE * CUBIC), 2 * SCALE);
      Tensor density = Autograd.apply(new LogisticDensity(), v);
      Tensor bend = Ops.mul(density, Ops.mul(inside, vSlope));
      return Ops.mul(g, Ops.add(Ops.sigmoid(v), bend));
    };
  }
}
