package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = min(max(x, lo), hi)}; NaN stays NaN.
 *
 * <p>VJP: {@code x̄ = ȳ} for lo ≤ x ≤ hi, else 0. Kinks at the bounds: the derivative there is 1.
 *
 * @param min the lower bound lo, −∞ for none
 * @param max the upper bound hi, at least lo, +∞ for none
 */
record Clamp(double min, double max) implements UnaryOp, Piecewise {
  Clamp {
    if (Double.isNaN(min) || Double.isNaN(max)) {
      throw new AttributeException("clamp: a bound is no number: (%s, %s)".formatted(min, max));
    }
    if (min > max) {
      throw new AttributeException(
          "clamp: the lower bound must not be above the upper one: (%s > %s)".formatted(min, max));
    }
  }

  @Override
  public String name() {
    return "clamp";
  }

  @Override
  public double value(double x) {
    return Math.min(Math.max(x, min), max);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    Subgradient choice = Subgradient.current();
    double atMin = choice.slope(0, 1, 1);
    double atMax = choice.slope(1, 0, 1);
    return g ->
        atMin == 1 && atMax == 1
            ? BranchMasks.keep(BranchMasks.of(x, v -> v >= min && v <= max ? 1 : 0), g)
            : BranchMasks.weigh(BranchMasks.of(x, v -> slope(v, atMin, atMax)), g);
  }

  private double slope(double x, double atMin, double atMax) {
    if (x == min) {
      return atMin;
    }
    if (x == max) {
      return atMax;
    }
    return x > min && x < max ? 1 : 0;
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.getFirst();
    return BranchLog.hash(x, v -> 3 * (long) Math.signum(v - min) + (long) Math.signum(v - max));
  }
}
