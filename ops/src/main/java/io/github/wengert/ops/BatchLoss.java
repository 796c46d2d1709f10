package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import java.util.function.BiFunction;

/**
 * A loss of a batch that says how it was reduced, so that the losses of several batches add up to
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
   * Returns what the samples of a batch weigh together: their number, unless the loss weighs them.
   * At 0, no sample counts, and the loss need not be defined.
   *
   * @param target what {@link #apply} is given
   * @param samples the number of samples in the batch
   */
  default double weight(T target, int samples) {
    requireNonNull(target, "weight: target must not be null");
    return samples;
  }

  /** Returns what {@link #apply} makes of the samples' losses: their mean, by default. */
  default Reduction reduction() {
    return Reduction.MEAN;
  }
}
