package io.github.wengert.autograd;

/** An operation met a value that another tape, which is still open, is recording. */
public final class ForeignTapeException extends AutogradException {
  private static final long serialVersionUID = 1L;

  ForeignTapeException(String message) {
    super(message);
  }
}
