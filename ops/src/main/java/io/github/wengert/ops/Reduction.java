package io.github.wengert.ops;

/** What a loss makes of the numbers that it has, one for each sample or element. */
public enum Reduction {
  /** Leaves them as they are. */
  NONE,
  /** Adds them up and divides by their number, or by the sum of their weights. */
  MEAN,
  /** Adds them up. */
  SUM;

  /** Returns {@code x}, the result of an operation, reduced; refuses the mean of nothing. */
  Tensor of(String operation, Tensor x) {
    requireElements(operation, x.shape());
    return switch (this) {
      case NONE -> x;
      case MEAN -> Ops.mean(x);
      case SUM -> Ops.sum(x);
    };
  }

  /** Refuses the mean of nothing. */
  void requireElements(String operation, Shape shape) {
    if (this == MEAN && shape.elements() == 0) {
      throw new ShapeException(
          "%s: there is nothing to take the mean of: %s (0 elements < 1)"
              .formatted(operation, shape));
    }
  }
}
