package io.github.wengert.ops;

/** What a loss makes of the numbers that it has, one for each sample or element. */
public enum Reduction {
  /** Leaves them as they are. */
  NONE,
  /** Adds them up and divides by their number, or by the sum of their weights. */
  MEAN,
  /** Adds them up. */
  SUM;

  /** Returns {@code x} reduced; the mean of nothing is refused. */
  Tensor of(Tensor x) {
    return switch (this) {
      case NONE -> x;
      case MEAN -> Ops.mean(x);
      case SUM -> Ops.sum(x);
    };
  }
}
