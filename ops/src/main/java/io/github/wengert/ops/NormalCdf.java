package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.NormalFunctions;

/**
 * The standard normal distribution {@code y = Φ(x)}, accurate in its lower tail, where {@code ½ (1
 * + erf(x/√2))} cancels.
 *
 * <p>VJP: {@code x̄ = φ(x) ȳ}, a {@link Gaussian}.
 */
record NormalCdf() implements UnaryOp {
  @Override
  public String name() {
    return "normalCdf";
  }

  @Override
  public double value(double x) {
    return NormalFunctions.cdf(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Autograd.apply(new Gaussian(false), x));
  }
}
