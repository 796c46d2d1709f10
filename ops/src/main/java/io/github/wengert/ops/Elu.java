package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import java.util.List;

/**
 * The exponential linear unit {@code y = x} for x &gt; 0, else {@code α (eˣ − 1)}.
 *
 * <p>VJP: {@code x̄ = ȳ} for x &gt; 0, else {@code α eˣ ȳ}. Kink at 0 unless α = 1: the derivative
 * there is α. The exponential is taken of 0 for x &gt; 0, so that the branch not taken stays
 * finite. For α = 0 the negative side is exactly 0, also for an infinite {@code ȳ}.
 *
 * <p>Source: Clevert, Unterthiner and Hochreiter, Fast and Accurate Deep Network Learning by
 * Exponential Linear Units, 2016, equation 15.
 *
 * @param alpha the negative of the limit for x → −∞
 */
record Elu(double alpha) implements UnaryOp, Piecewise {
  Elu {
    Attributes.requireNumber("elu", "alpha", alpha);
  }

  @Override
  public String name() {
    return "elu";
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : alpha * DoubleFunctions.expm1(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    double atZero = Subgradient.current().slope(alpha, 1, alpha);
    if (alpha == 0) {
      return g ->
          BranchMasks.weigh(
              BranchMasks.of(x, v -> v == 0 ? atZero : v > 0 ? 1 : v < 0 ? 0 : Double.NaN), g);
    }
    return g -> {
      Tensor positive = BranchMasks.positive(x);
      Tensor exponential = Ops.exp(BranchMasks.drop(positive, x));
      Tensor negativeSide = Ops.mul(g, Ops.mul(exponential, alpha));
      Tensor slopes = Ops.where(positive, g, negativeSide);
      return atZero == alpha
          ? slopes
          : Ops.where(
              BranchMasks.of(x, v -> v == 0 ? 1 : 0),
              BranchMasks.weigh(BranchMasks.of(x, v -> atZero), g),
              slopes);
    };
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
