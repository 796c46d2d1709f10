package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The hinge loss {@code max(0, 1 − t s)} of scores of any shape: the loss of a binary support
 * vector machine.
 *
 * @param reduction what becomes of the elements' losses
 */
public record HingeLoss(Reduction reduction) implements Loss<Tensor> {
  /** The mean over all elements. */
  public static final HingeLoss DEFAULT = new HingeLoss(Reduction.MEAN);

  /** Refuses null. */
  public HingeLoss {
    requireNonNull(reduction, "hingeLoss: reduction must not be null");
  }

  /** Returns this loss with another reduction. */
  public HingeLoss withReduction(Reduction changed) {
    return new HingeLoss(changed);
  }

  /** {@inheritDoc} The target holds −1 and +1. */
  @Override
  public Tensor apply(Tensor scores, Tensor target) {
    return Losses.hinge(scores, target, reduction);
  }

  /**
   * Returns this loss for class labels: 0 or 1 for each score, of shape {@code [n]} or {@code [n,
   * 1]}.
   */
  public Loss<Indices> ofLabels() {
    return new BinaryLabelLoss("hingeLoss", this, -1, 1);
  }
}
