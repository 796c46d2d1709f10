package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The binary cross-entropy {@code −w t ln σ(z) − (1 − t) ln(1 − σ(z))} of logits of any shape: the
 * loss of a binary softmax classifier, and of each output where several may be true at once.
 *
 * @param positiveWeight the weight w of the positive class, &gt; 0; 1 is usual
 * @param reduction what becomes of the elements' losses
 */
public record BinaryCrossEntropyLoss(double positiveWeight, Reduction reduction)
    implements Loss<Tensor> {
  /** The mean over all elements, both classes weighing the same. */
  public static final BinaryCrossEntropyLoss DEFAULT =
      new BinaryCrossEntropyLoss(1, Reduction.MEAN);

  /**
   * Checks the weight.
   *
   * @throws LayerException if {@code positiveWeight} is not positive or not finite
   */
  public BinaryCrossEntropyLoss {
    requireNonNull(reduction, "binaryCrossEntropyLoss: reduction must not be null");
    if (!(positiveWeight > 0 && positiveWeight < Double.POSITIVE_INFINITY)) {
      throw new LayerException(
          "binaryCrossEntropyLoss: the positive weight must be positive: (%s not in (0, ∞))"
              .formatted(positiveWeight));
    }
  }

  /**
   * Returns this loss with another weight of the positive class.
   *
   * @throws LayerException if {@code changed} is not positive or not finite
   */
  public BinaryCrossEntropyLoss withPositiveWeight(double changed) {
    return new BinaryCrossEntropyLoss(changed, reduction);
  }

  /** Returns this loss with another reduction. */
  public BinaryCrossEntropyLoss withReduction(Reduction changed) {
    return new BinaryCrossEntropyLoss(positiveWeight, changed);
  }

  /** {@inheritDoc} The target holds the probabilities of the positive class, in [0, 1]. */
  @Override
  public Tensor apply(Tensor logits, Tensor target) {
    Tensor weight = Tensor.scalar(logits.dtype(), positiveWeight);
    return Losses.binaryCrossEntropy(logits, target, weight, reduction);
  }

  /**
   * Returns this loss for class labels: 0 or 1 for each logit, of shape {@code [n]} or {@code [n,
   * 1]}.
   */
  public Loss<Indices> ofLabels() {
    return new BinaryLabelLoss("binaryCrossEntropyLoss", this, 0, 1);
  }
}
