package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Masks that select the branch of a piecewise operation in its pullback: functions of the operands
 * whose derivative is zero wherever it exists, so they are constants and never recorded.
 */
final class BranchMasks {
  private BranchMasks() {}

  /** Returns {@code f(xᵢ)} as a constant. */
  static Tensor of(Tensor x, DoubleUnaryOperator f) {
    Tensor mask = Tensor.zeros(x.dtype(), x.shape());
    x.dtype().kernels().map(f, x.array(), mask.array(), x.elements());
    Traced.masked(f, x, mask);
    return mask;
  }

  /** Returns {@code f(aᵢ, bᵢ)} as a constant. */
  static Tensor of(Tensor a, Tensor b, DoubleBinaryOperator f) {
    Tensor mask = Tensor.zeros(a.dtype(), a.shape());
    a.dtype().kernels().zip(f, a.array(), b.array(), mask.array(), a.elements());
    Traced.masked(f, a, b, mask);
    return mask;
  }

  /** Returns 1 where {@code x > 0}, else 0. */
  static Tensor positive(Tensor x) {
    return of(x, v -> v > 0 ? 1 : 0);
  }

  /** Returns {@code weights · x}, and 0 where the weight is 0, even for an infinite x or NaN. */
  static Tensor weigh(Tensor weights, Tensor x) {
    return Autograd.apply(new Weigh(), weights, x);
  }

  /** Returns {@code x} where {@code mask} is not 0, and 0 elsewhere, even for an infinite x. */
  static Tensor keep(Tensor mask, Tensor x) {
    return Ops.where(mask, x, Tensor.zeros(x.dtype(), x.shape()));
  }

  /** Returns 0 where {@code mask} is not 0, and {@code x} elsewhere. */
  static Tensor drop(Tensor mask, Tensor x) {
    return Ops.where(mask, Tensor.zeros(x.dtype(), x.shape()), x);
  }

  /**
   * {@code y = a b}, element by element, and 0 where the weight a is 0, whatever b is: {@code 0 ·
   * ∞} and {@code 0 · NaN} are 0 here. This is how a pullback leaves out a branch that lost, by
   * weights that are 0 there.
   *
   * <p>VJP: {@code ā = b ȳ}, {@code b̄ = a ȳ}, by this operation: {@code b̄} is 0 where the weight
   * is, and {@code ā} where the cotangent is. The derivative for a weight of 0 is that of the
   * product.
   */
  record Weigh() implements BinaryOp {
    @Override
    public String name() {
      return "weigh";
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Object a = inputs.get(0).array();
      out.dtype().kernels().mul(a, inputs.get(1).array(), out.array(), out.elements());
      out.dtype().kernels().select(a, out.array(), a, out.array(), out.elements());
    }

    @Override
    public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
      return g -> weigh(g, b);
    }

    @Override
    public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
      return g -> weigh(a, g);
    }
  }
}
