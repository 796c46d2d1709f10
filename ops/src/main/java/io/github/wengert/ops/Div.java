package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = a / b}, by the rules of IEEE 754 for b = 0.
 *
 * <p>VJP: {@code ā = ȳ / b}, {@code b̄ = −ȳ y / b}.
 */
record Div() implements BinaryOp {
  @Override
  public String name() {
    return "div";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().div(a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.div(g, b);
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.neg(Ops.mul(g, Ops.div(y, b)));
  }
}
