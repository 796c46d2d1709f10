package io.github.wengert.ops;

/**
 * A gradient is read that was lent for one step of an optimizer, after that step: its array holds
 * other numbers by now.
 */
public final class LentGradientException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LentGradientException(String message) {
    super(message);
  }
}
