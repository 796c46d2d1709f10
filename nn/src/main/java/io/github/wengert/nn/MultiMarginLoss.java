package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The loss of a multi-class support vector machine, {@code Σ_{c≠t} max(0, margin − z_t + z_c)ᵖ /
 * classes}, of scores {@code [n, classes]}.
 *
 * @param power p, 1 or 2
 * @param margin how far the right score should lead the others, ≥ 0 and finite
 * @param reduction what becomes of the samples' losses
 */
public record MultiMarginLoss(int power, double margin, Reduction reduction)
    implements Loss<Indices> {
  /** The mean over all samples with power 1 and margin 1. */
  public static final MultiMarginLoss DEFAULT = new MultiMarginLoss(1, 1, Reduction.MEAN);

  /**
   * Checks power and margin.
   *
   * @throws LayerException if one of them is out of range
   */
  public MultiMarginLoss {
    requireNonNull(reduction, "multiMarginLoss: reduction must not be null");
    if (power != 1 && power != 2) {
      throw new LayerException(
          "multiMarginLoss: the power must be 1 or 2: (%d not in {1, 2})".formatted(power));
    }
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new LayerException(
          "multiMarginLoss: the margin must not be negative: (%s not in [0, ∞))".formatted(margin));
    }
  }

  /**
   * Returns this loss with another power.
   *
   * @throws LayerException if {@code changed} is neither 1 nor 2
   */
  public MultiMarginLoss withPower(int changed) {
    return new MultiMarginLoss(changed, margin, reduction);
  }

  /**
   * Returns this loss with another margin.
   *
   * @throws LayerException if {@code changed} is negative or not finite
   */
  public MultiMarginLoss withMargin(double changed) {
    return new MultiMarginLoss(power, changed, reduction);
  }

  /** Returns this loss with another reduction. */
  public MultiMarginLoss withReduction(Reduction changed) {
    return new MultiMarginLoss(power, margin, changed);
  }

  @Override
  public Tensor apply(Tensor scores, Indices labels) {
    return Losses.multiMargin(scores, labels, power, margin, reduction);
  }
}
