package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * The density of the standard normal distribution, {@code y = φ(x) = e^−x²/2 / √2π}: the slope of
 * {@link NormalCdf}.
 *
 * <p>VJP: {@code x̄ = −x y ȳ}, exactly 0 where y is: at x = ±∞ it is no {@code ∞ · 0}, in
 * derivatives of any order.
 */
record NormalDensity() implements UnaryOp {
  private static final double AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  @Override
  public String name() {
    return "normalDensity";
  }

  @Override
  public double value(double x) {
    return AT_ZERO * Math.exp(-0.5 * x * x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object x = inputs.getFirst().array();
    Object y = out.array();
    Kernels<Object> kernels = out.dtype().kernels();
    kernels.mul(x, x, y, out.elements());
    kernels.scale(y, -0.5, y, out.elements());
    kernels.exp(y, y, out.elements());
    kernels.scale(y, AT_ZERO, y, out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Masks.weigh(Masks.weigh(y, Ops.neg(x)), g);
  }
}
