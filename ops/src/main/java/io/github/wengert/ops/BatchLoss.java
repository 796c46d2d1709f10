package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import java.util.function.BiFunction;

/**
 * A loss of a batch that declares its reduction, so that the losses of several batches combine into
 * that of all their samples.
 *
 * <pre>
 *   Σ w ℓ / Σ w      over all samples, however they are cut into batches
 * </pre>
 *
 * <p>A lambda weighs all samples equally and returns their mean. A loss with class weights or
 * ignored samples overrides {@link #weight}.
 *
 * @param <T> what predictions are held against: {@link Indices} for classes, {@link Tensor} for
 *     numbers and probabilities
 */
@FunctionalInterface
public interface BatchLoss<T> extends BiFunction<Tensor, T, Tensor> {
  /**
   * Returns the loss.
   *
   * @param prediction what the network gave, batch first
   * @param target what it should have given
   * @throws IllegalArgumentException if the two do not fit
   */
  @Override
  Tensor apply(Tensor prediction, T target);

  /**
   * Returns the total weight of the samples of a batch: their number, unless the loss weights them.
   * At 0, no sample counts, and the loss need not be defined.
   *
   * @param target what {@link #apply} is given
   * @param samples the number of samples in the batch
   */
  default double weight(T target, int samples) {
    requireNonNull(target, "weight: target must not be null");
    return samples;
  }

  /** Returns how {@link #apply} reduces the samples' losses: to their mean, by default. */
  default Reduction reduction() {
    return Reduction.MEAN;
  }
}
