package io.github.wengert.autograd;

/**
 * Thrown when an operation meets a value that another open tape is recording, or would record on a
 * tape that another thread opened.
 */
public final class ForeignTapeException extends AutogradException {
  private static final long serialVersionUID = 1L;

  ForeignTapeException(String message) {
    super(message);
  }
}
