package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = a − b}.
 *
 * <p>VJP: {@code ā = ȳ}, {@code b̄ = −ȳ}.
 */
record Sub() implements BinaryOp {
  @Override
  public String name() {
    return "sub";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().sub(a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> g;
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return Ops::neg;
  }
}
