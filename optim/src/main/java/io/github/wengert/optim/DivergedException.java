package io.github.wengert.optim;

import java.util.OptionalInt;

/**
 * Thrown when the loss of a batch, or a weight that {@link MaxNorm} bounds, becomes infinite or NaN
 * in training. If an input is the cause, the message names it; usually the learning rate is too
 * high. The parameters are those that gave this loss.
 */
public final class DivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int sample;
  private final int feature;

  DivergedException(String message) {
    super(message);
    this.sample = -1;
    this.feature = -1;
  }

  DivergedException(String message, NonFinite input) {
    super(message);
    this.sample = input.sample();
    this.feature = input.feature();
  }

  /** Returns the position in the data set of a sample with an input that is infinite or NaN. */
  public OptionalInt sample() {
    return sample < 0 ? OptionalInt.empty() : OptionalInt.of(sample);
  }

  /** Returns the position of that input in its sample, counted row by row. */
  public OptionalInt feature() {
    return feature < 0 ? OptionalInt.empty() : OptionalInt.of(feature);
  }
}
