package io.github.wengert.nn;

import io.github.wengert.ops.BatchLoss;
import io.github.wengert.ops.Tensor;

/**
 * A loss function with its settings, as a value that a training loop takes and that can be printed.
 *
 * <pre>{@code
 * Loss<Indices> loss = CrossEntropyLoss.DEFAULT.withLabelSmoothing(0.1);
 * new Trainer(net, sgd, loss).train(batches, 10, progress -> {});
 * }</pre>
 *
 * <p>The functions themselves are {@link io.github.wengert.ops.Losses}, whose documentation gives
 * their formulas. A custom loss is a lambda; if it weighs samples, it overrides {@link #weight}, so
 * that the mean over several batches is that over all samples.
 *
 * @param <T> what predictions are held against: {@link io.github.wengert.ops.Indices} for classes,
 *     {@link Tensor} for numbers and probabilities
 */
@FunctionalInterface
public interface Loss<T> extends BatchLoss<T> {
  /**
   * Returns the loss: a scalar, or with {@link io.github.wengert.ops.Reduction#NONE} one for each
   * sample or element.
   *
   * @param prediction what the network gave, batch first
   * @param target what it should have given
   * @throws IllegalArgumentException if the two do not fit
   */
  @Override
  Tensor apply(Tensor prediction, T target);
}
