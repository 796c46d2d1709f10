package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

/**
 * An operation met a value that another tape, which is still open, is recording, or a tape that
 * another thread opened.
 */
public final class ForeignTapeException extends AutogradException {
  private static final long serialVersionUID = 1L;

  private static final String CURE = "let Autograd.parallel run the parts of a computation";

  private ForeignTapeException(String message) {
    super(message);
  }

  /** Returns the exception for an operand that is on another open tape. */
  static <V extends Traceable<V>> ForeignTapeException operand(String operation, V value) {
    return new ForeignTapeException(
        "%s: an operand is being recorded on another open tape: %s (%s ≠ %s); use it after that scope has ended, or %s"
            .formatted(
                operation,
                value.space().describe(value),
                requireNonNull(value.tape).ownerDescription(),
                Opening.describe(Thread.currentThread()),
                CURE));
  }

  /** Returns the exception for a thread that did not open the tape. */
  static ForeignTapeException thread(String operation, Tape<?> tape) {
    return new ForeignTapeException(
        "%s: a tape records for the thread that opened it only (%s ≠ %s); open a scope in each thread, or %s"
            .formatted(
                operation,
                tape.ownerDescription(),
                Opening.describe(Thread.currentThread()),
                CURE));
  }
}
