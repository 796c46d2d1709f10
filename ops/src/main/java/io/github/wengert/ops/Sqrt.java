package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = √x}, NaN for x &lt; 0.
 *
 * <p>VJP: {@code x̄ = ȳ / 2y}, infinite at 0.
 */
record Sqrt() implements UnaryOp {
  @Override
  public String name() {
    return "sqrt";
  }

  @Override
  public double value(double x) {
    return Math.sqrt(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().sqrt(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.div(g, Ops.mul(y, 2));
  }
}
