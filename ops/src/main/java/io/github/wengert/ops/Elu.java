package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * The exponential linear unit {@code y = x} for x &gt; 0, else {@code α (eˣ − 1)}.
 *
 * <p>VJP: {@code x̄ = ȳ} for x &gt; 0, else {@code α eˣ ȳ}. Kink at 0 unless α = 1: the derivative
 * there is α. The exponential is taken of min(x, 0), so that the branch not taken stays finite.
 *
 * <p>Source: Clevert, Unterthiner and Hochreiter, Fast and Accurate Deep Network Learning by
 * Exponential Linear Units, 2016, equation 15.
 *
 * @param alpha the negative of the limit for x → −∞
 */
record Elu(double alpha) implements UnaryOp, Piecewise {
  @Override
  public String name() {
    return "elu";
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : alpha * Math.expm1(x);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    double atZero = Subgradient.current().slope(alpha, 1, alpha);
    return g -> {
      Tensor exponential = Ops.exp(Ops.clamp(x, Double.NEGATIVE_INFINITY, 0));
      Tensor negativeSide = Ops.mul(g, Ops.mul(exponential, alpha));
      Tensor slopes = Ops.where(Masks.positive(x), g, negativeSide);
      return atZero == alpha
          ? slopes
          : Ops.where(Masks.of(x, v -> v == 0 ? 1 : 0), Ops.mul(g, atZero), slopes);
    };
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
