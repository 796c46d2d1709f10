package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;

/**
 * {@code y = ln Σ eˣ} along some axes: the smooth maximum.
 *
 * <p>VJP: {@code x̄ = softmax(x) ȳ}. Elements at −∞ get 0; where all are −∞, or one is +∞, the
 * gradient is NaN.
 *
 * <p>Computed as {@code m + ln Σ e^(x−m)} with m the maximum, which cannot overflow.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record LogSumExp(Axes axes) implements ReductionOp {
  @Override
  public String name() {
    return "logSumExp";
  }

  @Override
  public boolean acceptsEmpty() {
    return false;
  }

  @Override
  public void reduce(
      Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y) {
    kernels.logSumExp(x, outer, length, inner, y);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> {
      // e^(x−y) alone would inherit the rounding of y: an error of 3 percent for x = 10⁶ in F32.
      Tensor shift = axes.expand(Autograd.stopGradient(y), x.shape());
      Tensor powers = Ops.exp(Ops.sub(x, shift));
      Tensor sums = axes.expand(Autograd.apply(new Sum(axes), powers), x.shape());
      return Ops.mul(axes.expand(g, x.shape()), Ops.div(powers, sums));
    };
  }
}
