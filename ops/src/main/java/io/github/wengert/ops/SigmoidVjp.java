package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * The pullback of {@link Sigmoid}, as an operation of its own: {@code y = a (1 − a) b}, with a the
 * output of the sigmoid and b the cotangent.
 *
 * <p>VJP: {@code ā = (1 − 2a) b ȳ}, {@code b̄ = a (1 − a) ȳ}.
 */
record SigmoidVjp() implements BinaryOp {
  @Override
  public String name() {
    return "sigmoidVjp";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().sigmoidVjp(a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.mul(g, Ops.mul(b, Ops.sub(1, Ops.mul(a, 2))));
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Autograd.apply(this, a, g);
  }
}
