package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * {@code y = tanh x}.
 *
 * <p>VJP: {@code x̄ = (1 − y²) ȳ}, right to 2 units in the last place of 1: an output next to 1
 * does not tell how far the input is, so of a slope that small there are few digits or none.
 *
 * <p>Source: CS231n, Neural Networks part 1, "Commonly used activation functions".
 */
record Tanh() implements UnaryOp {
  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public double value(double x) {
    return DoubleFunctions.tanh(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().tanh(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new Vjp(), y, g);
  }

  /**
   * The pullback of {@link Tanh}, itself an operation: {@code y = (1 − a²) b}, with a the output of
   * the tanh and b the cotangent.
   *
   * <p>VJP: {@code ā = −2 a b ȳ}, {@code b̄ = (1 − a²) ȳ}.
   */
  record Vjp() implements BinaryOp {
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
}
