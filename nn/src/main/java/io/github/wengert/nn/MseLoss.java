package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The squared error {@code (x − t)²} of numbers of any shape: for regression.
 *
 * @param reduction what becomes of the elements' losses
 */
public record MseLoss(Reduction reduction) implements Loss<Tensor> {
  /** The mean over all elements. */
  public static final MseLoss DEFAULT = new MseLoss(Reduction.MEAN);

  /** Refuses null. */
  public MseLoss {
    requireNonNull(reduction, "mseLoss: reduction must not be null");
  }

  /** Returns this loss with another reduction. */
  public MseLoss withReduction(Reduction changed) {
    return new MseLoss(changed);
  }

  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    return Losses.mse(prediction, target, reduction);
  }
}
