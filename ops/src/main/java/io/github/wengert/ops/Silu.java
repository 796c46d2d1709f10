package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * The sigmoid linear unit {@code y = x σ(x)}, also called swish.
 *
 * <p>VJP: {@code x̄ = (σ(x) + x σ(x) σ(−x)) ȳ}; the second term is 0 at x = ±∞.
 *
 * <p>Source: Elfwing, Uchibe and Doya, Sigmoid-Weighted Linear Units, 2017, equation 2.
 */
record Silu() implements UnaryOp {
  @Override
  public String name() {
    return "silu";
  }

  @Override
  public double value(double x) {
    return x * DoubleFunctions.sigmoid(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object x = inputs.getFirst().array();
    Kernels<Object> kernels = out.dtype().kernels();
    kernels.sigmoid(x, out.array(), out.elements());
    kernels.mul(x, out.array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> {
      Tensor density = Autograd.apply(new LogisticDensity(), x);
      return Ops.mul(g, Ops.add(Ops.sigmoid(x), Masks.weigh(density, x)));
    };
  }
}
