package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * The cross-entropy of class labels, {@code −ln softmax(z)_t}, of logits {@code [n, classes]}: the
 * loss of a softmax classifier.
 *
 * @param options the reduction, class weights, label smoothing and ignored label
 */
public record CrossEntropyLoss(CrossEntropyOptions options) implements Loss<Indices> {
  /** The mean over all samples, without smoothing or weights. */
  public static final CrossEntropyLoss DEFAULT = new CrossEntropyLoss(CrossEntropyOptions.DEFAULT);

  /** Refuses null. */
  public CrossEntropyLoss {
    requireNonNull(options, "crossEntropyLoss: options must not be null");
  }

  /** Returns this loss with another reduction. */
  public CrossEntropyLoss withReduction(Reduction changed) {
    return new CrossEntropyLoss(options.withReduction(changed));
  }

  /**
   * Returns this loss with another share ε of the target spread over all classes.
   *
   * @throws IllegalArgumentException if {@code changed} is not in [0, 1]
   */
  public CrossEntropyLoss withLabelSmoothing(double changed) {
    return new CrossEntropyLoss(options.withLabelSmoothing(changed));
  }

  /** Returns this loss with a weight for each class, {@code [classes]}. */
  public CrossEntropyLoss withClassWeights(Tensor changed) {
    return new CrossEntropyLoss(options.withClassWeights(changed));
  }

  /** Returns this loss with a label whose samples are left out. */
  public CrossEntropyLoss withIgnoredLabel(int changed) {
    return new CrossEntropyLoss(options.withIgnoredLabel(changed));
  }

  @Override
  public Tensor apply(Tensor logits, Indices labels) {
    return Losses.crossEntropy(logits, labels, options);
  }

  @Override
  public Reduction reduction() {
    return options.reduction();
  }

  /** Returns the sum of the weights of the labels' classes, without the ignored ones. */
  @Override
  public double weight(Indices labels, int samples) {
    return options.weight(labels);
  }
}
