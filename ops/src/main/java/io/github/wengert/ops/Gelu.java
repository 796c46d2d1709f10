package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;

/**
 * The Gaussian error linear unit {@code y = x Φ(x)}, with Φ the standard normal distribution; or
 * its tanh form {@code y = ½ x (1 + tanh u)} with {@code u = √(2/π) (x + 0.044715 x³)}.
 *
 * <p>VJP: {@code x̄ = (Φ(x) + x φ(x)) ȳ}; tanh form: {@code (½ (1 + t) + ½ x (1 − t²) u′) ȳ} with
 * {@code t = tanh u}.
 *
 * <p>Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, section 2.
 *
 * @param tanhForm whether to compute the tanh form
 */
record Gelu(boolean tanhForm) implements UnaryOp {
  /** √(2/π), which makes the slope of the approximation right at 0. */
  private static final double SCALE = Math.sqrt(2 / Math.PI);

  private static final double CUBIC = 0.044715;

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
    return g -> Ops.mul(g, Ops.add(Ops.normalCdf(x), Ops.mul(x, NormalCdf.density(x))));
  }

  private static Pullback<Tensor> tanhVjp(Tensor x) {
    return g -> {
      Tensor squared = Ops.square(x);
      Tensor u = Ops.mul(Ops.add(x, Ops.mul(Ops.mul(squared, x), CUBIC)), SCALE);
      Tensor uSlope = Ops.mul(Ops.add(Ops.mul(squared, 3 * CUBIC), 1), SCALE);
      Tensor t = Ops.tanh(u);
      Tensor tSlope = Ops.mul(Ops.sub(1, Ops.square(t)), uSlope);
      return Ops.mul(g, Ops.mul(Ops.add(Ops.add(t, 1), Ops.mul(x, tSlope)), 0.5));
    };
  }
}
