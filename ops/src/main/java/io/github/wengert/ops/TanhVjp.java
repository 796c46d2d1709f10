package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * The pullback of {@link Tanh}, as an operation of its own: {@code y = (1 − a²) b}, with a the
 * output of the tanh and b the cotangent.
 *
 * <p>VJP: {@code ā = −2 a b ȳ}, {@code b̄ = (1 − a²) ȳ}.
 */
record TanhVjp() implements BinaryOp {
  @Override
  public String name() {
    return "tanhVjp";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().tanhVjp(a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.mul(g, Ops.mul(Ops.mul(a, b), -2));
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Autograd.apply(this, a, g);
  }
}
