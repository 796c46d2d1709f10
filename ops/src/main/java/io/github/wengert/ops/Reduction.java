package io.github.wengert.ops;

/** How a loss reduces its terms, one for each sample or element. */
public enum Reduction {
  /** Returns the terms. */
  NONE,
  /** Returns their mean, or their weighted mean. */
  MEAN,
  /** Returns their sum. */
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
