package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The terms {@code t (ln t − l)} of the Kullback-Leibler divergence of predicted log-probabilities
 * l from probabilities t, of any shape.
 *
 * <p>{@link Reduction#MEAN} divides by the number of elements. The divergence of a distribution is
 * the sum over its classes: to have the mean over samples, divide {@link Reduction#SUM} by their
 * number.
 *
 * @param reduction what becomes of the elements' losses
 */
public record KlDivergenceLoss(Reduction reduction) implements Loss<Tensor> {
  /** The mean over all elements. */
  public static final KlDivergenceLoss DEFAULT = new KlDivergenceLoss(Reduction.MEAN);

  /** Refuses null. */
  public KlDivergenceLoss {
    requireNonNull(reduction, "klDivergenceLoss: reduction must not be null");
  }

  /** Returns this loss with another reduction. */
  public KlDivergenceLoss withReduction(Reduction changed) {
    return new KlDivergenceLoss(changed);
  }

  @Override
  public Tensor apply(Tensor logProbabilities, Tensor target) {
    return Losses.klDivergence(logProbabilities, target, reduction);
  }
}
