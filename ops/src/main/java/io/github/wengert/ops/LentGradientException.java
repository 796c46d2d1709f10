package io.github.wengert.ops;

/**
 * Thrown when a gradient that was lent for one step of an optimizer is read after that step, when
 * its array holds other numbers.
 */
public final class LentGradientException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LentGradientException(String message) {
    super(message);
  }
}
