package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The Huber loss of numbers of any shape: {@code ½ d²} for {@code |d| = |x − t| ≤ δ}, else {@code δ
 * (|d| − ½ δ)}; a squared error that outliers do not govern.
 *
 * @param delta δ, where the square becomes a line, &gt; 0
 * @param reduction what becomes of the elements' losses
 */
public record HuberLoss(double delta, Reduction reduction) implements Loss<Tensor> {
  /** The mean over all elements with δ = 1. */
  public static final HuberLoss DEFAULT = new HuberLoss(1, Reduction.MEAN);

  /**
   * Checks δ.
   *
   * @throws LayerException if {@code delta} is not positive
   */
  public HuberLoss {
    requireNonNull(reduction, "huberLoss: reduction must not be null");
    if (!(delta > 0)) {
      throw new LayerException(
          "huberLoss: delta must be positive: (%s not in (0, ∞])".formatted(delta));
    }
  }

  /**
   * Returns this loss with another δ.
   *
   * @throws LayerException if {@code changed} is not positive
   */
  public HuberLoss withDelta(double changed) {
    return new HuberLoss(changed, reduction);
  }

  /** Returns this loss with another reduction. */
  public HuberLoss withReduction(Reduction changed) {
    return new HuberLoss(delta, changed);
  }

  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    return Losses.huber(prediction, target, delta, reduction);
  }
}
