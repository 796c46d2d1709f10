package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.NormalFunctions;

/**
 * The error function {@code y = 2/√π ∫₀ˣ e^−t² dt}.
 *
 * <p>VJP: {@code x̄ = 2/√π e^−x² ȳ}, a {@link Gaussian}.
 */
record Erf() implements UnaryOp {
  @Override
  public String name() {
    return "erf";
  }

  @Override
  public double value(double x) {
    return NormalFunctions.erf(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Autograd.apply(new Gaussian(true), x));
  }
}
