package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = x + c}.
 *
 * <p>VJP: {@code x̄ = ȳ}.
 *
 * @param addend the constant c
 */
record AddScalar(double addend) implements UnaryOp {
  @Override
  public String name() {
    return "addScalar";
  }

  @Override
  public double value(double x) {
    return x + addend;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object x = inputs.getFirst().array();
    out.dtype().kernels().shift(x, addend, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> g;
  }
}
