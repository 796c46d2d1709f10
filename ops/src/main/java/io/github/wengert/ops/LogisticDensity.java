package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * The density of the logistic distribution, {@code y = σ(x) σ(−x)}: the slope of {@link Sigmoid} as
 * a function of x, which is exact in both tails, where {@code 1 − σ(x)} cancels.
 *
 * <p>VJP: {@code x̄ = −y tanh(x/2) ȳ}, exactly 0 where y is: at x = ±∞ it is no {@code ∞ · 0}, in
 * derivatives of any order.
 */
record LogisticDensity() implements UnaryOp {
  @Override
  public String name() {
    return "logisticDensity";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.sigmoid(x) * DoubleFunctions.sigmoid(-x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    int n = out.elements();
    Kernels<Object> kernels = out.dtype().kernels();
    Object right = out.dtype().allocate(n);
    kernels.sigmoid(inputs.getFirst().array(), right, n);
    kernels.scale(inputs.getFirst().array(), -1, out.array(), n);
    kernels.sigmoid(out.array(), out.array(), n);
    kernels.mul(right, out.array(), out.array(), n);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Masks.weigh(Masks.weigh(y, Ops.tanh(Ops.mul(x, -0.5))), g);
  }
}
