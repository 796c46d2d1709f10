package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rectified linear unit {@code y = max(0, x)}; NaN stays NaN.
 *
 * <p>VJP: {@code x̄ = ȳ} where x &gt; 0 or x is NaN, else 0. Kink at 0: the derivative there is 0,
 * unless another {@link Subgradient} is chosen.
 *
 * <p>Source: Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010;
 * CS231n, Neural Networks part 1.
 */
record Relu() implements UnaryOp, Piecewise {
  @Override
  public String name() {
    return "relu";
  }

  @Override
  public double value(double x) {
    return Math.max(x, 0);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().relu(inputs.getFirst().array(), out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    double atZero = Subgradient.current().slope(0, 1, 0);
    return atZero == 0
        ? g -> Autograd.apply(new Vjp(), x, g)
        : g -> BranchMasks.weigh(BranchMasks.of(x, v -> v == 0 ? atZero : v < 0 ? 0 : 1), g);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }

  /**
   * The pullback of {@link Relu}, itself an operation: {@code y = b} where a &gt; 0 or a is NaN,
   * else 0, with a the input of the rectifier and b the cotangent.
   *
   * <p>VJP: {@code b̄} is the same choice from {@code ȳ}; a has no derivative.
   */
  record Vjp() implements BinaryOp, Piecewise {
    @Override
    public String name() {
      return "reluVjp";
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Object a = inputs.get(0).array();
      Object b = inputs.get(1).array();
      out.dtype().kernels().reluVjp(a, b, out.array(), out.elements());
    }

    @Override
    public @Nullable Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
      return null;
    }

    @Override
    public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
      return g -> Autograd.apply(this, a, g);
    }

    @Override
    public long winners(List<Tensor> inputs, Tensor output) {
      return BranchLog.signs(inputs.getFirst());
    }
  }
}
