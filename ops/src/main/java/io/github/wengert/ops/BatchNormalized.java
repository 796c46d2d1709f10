package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

/**
 * A batch whose channels are normalised by their own statistics, and these statistics, from which
 * the running ones are updated.
 *
 * @param values the batch
 * @param mean the mean of each channel, {@code [channels]}; a constant
 * @param variance the unbiased variance of each channel, {@code [channels]}; a constant
 */
public record BatchNormalized(Tensor values, Tensor mean, Tensor variance) {
  /** Refuses what is missing. */
  public BatchNormalized {
    requireNonNull(values, "batchNormalized: values must not be null");
    requireNonNull(mean, "batchNormalized: mean must not be null");
    requireNonNull(variance, "batchNormalized: variance must not be null");
  }
}
