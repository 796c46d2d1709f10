package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The absolute error {@code |x − t|} of numbers of any shape: regression to the median.
 *
 * @param reduction what becomes of the elements' losses
 */
public record L1Loss(Reduction reduction) implements Loss<Tensor> {
  /** The mean over all elements. */
  public static final L1Loss DEFAULT = new L1Loss(Reduction.MEAN);

  /** Refuses null. */
  public L1Loss {
    requireNonNull(reduction, "l1Loss: reduction must not be null");
  }

  /** Returns this loss with another reduction. */
  public L1Loss withReduction(Reduction changed) {
    return new L1Loss(changed);
  }

  @Override
  public Tensor apply(Tensor prediction, Tensor target) {
    return Losses.l1(prediction, target, reduction);
  }
}
