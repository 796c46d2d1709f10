package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = a b}, element by element.
 *
 * <p>VJP: {@code ā = b ȳ}, {@code b̄ = a ȳ}: the switcher of gradients.
 */
record Mul() implements BinaryOp {
  @Override
  public String name() {
    return "mul";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().mul(a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.mul(g, b);
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.mul(g, a);
  }
}
