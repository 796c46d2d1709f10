package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The constants by which the pullback of a piecewise operation picks its branch: functions of the
 * operands whose derivative is zero wherever there is one, so they are never recorded.
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
}
