package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * The sigmoid linear unit {@code y = x σ(x)}, also called swish. The limit at −∞ is −0.
 *
 * <p>VJP: {@link SiluVjp}.
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
    return DoubleFunctions.silu(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().silu(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new SiluVjp(), x, g);
  }
}
