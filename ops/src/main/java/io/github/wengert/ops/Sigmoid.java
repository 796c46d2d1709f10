package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * The logistic function {@code y = σ(x) = 1 / (1 + e⁻ˣ)}.
 *
 * <p>VJP: {@code x̄ = y (1 − y) ȳ}. It vanishes where the unit saturates. Below 0 it is right to 3
 * units in its last place, above 0 to 3 in that of ½: an output next to 1 does not tell more.
 *
 * <p>Computed from {@code e^−|x|}, which cannot overflow. Source: CS231n, Neural Networks part 1,
 * "Commonly used activation functions".
 */
record Sigmoid() implements UnaryOp {
  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.sigmoid(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().sigmoid(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new Vjp(), y, g);
  }

  /**
   * The pullback of {@link Sigmoid}, itself an operation: {@code y = a (1 − a) b}, with a the
   * output of the sigmoid and b the cotangent.
   *
   * <p>VJP: {@code ā = (1 − 2a) b ȳ}, {@code b̄ = a (1 − a) ȳ}.
   */
  record Vjp() implements BinaryOp {
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
}
