package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = c x}.
 *
 * <p>VJP: {@code x̄ = c ȳ}.
 *
 * @param factor the constant c
 */
record MulScalar(double factor) implements UnaryOp {
  @Override
  public String name() {
    return "mulScalar";
  }

  @Override
  public double value(double x) {
    return x * factor;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object x = inputs.getFirst().array();
    out.dtype().kernels().scale(x, factor, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, factor);
  }
}
