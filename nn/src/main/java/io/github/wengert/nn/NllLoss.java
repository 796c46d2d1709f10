package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The negative log-likelihood {@code −l_t} of class labels, of log-probabilities {@code [n,
 * classes]}: for networks that end in a log-softmax. From logits, use {@link CrossEntropyLoss}.
 *
 * @param reduction what becomes of the samples' losses
 */
public record NllLoss(Reduction reduction) implements Loss<Indices> {
  /** The mean over all samples. */
  public static final NllLoss DEFAULT = new NllLoss(Reduction.MEAN);

  /** Refuses null. */
  public NllLoss {
    requireNonNull(reduction, "nllLoss: reduction must not be null");
  }

  /** Returns this loss with another reduction. */
  public NllLoss withReduction(Reduction changed) {
    return new NllLoss(changed);
  }

  @Override
  public Tensor apply(Tensor logProbabilities, Indices labels) {
    return Losses.nll(logProbabilities, labels, reduction);
  }
}
