package io.github.wengert.ops;

/**
 * The time for which {@link GradientBuffers} lend arrays to a sweep and to the receiver of its
 * gradients. A tensor on such an array carries the loan, and so do its views: after the loan has
 * ended, when the array may hold numbers of the next step, it refuses to be read.
 */
final class Loan {
  private volatile boolean ended; // a kept tensor may be read on another thread

  /** Says that the arrays have been taken back. */
  void end() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Refuses a tensor whose array has been taken back. */
  void requireOpen(Tensor tensor) {
    if (ended) {
      throw new LentGradientException(
          "gradients: a gradient was lent until the step was made: %s (0 loans open < 1);"
                  .formatted(tensor.describe())
              + " copy its elements before, or make the step by step(differentiate(…)), whose"
              + " gradients may be kept");
    }
  }
}
