package io.github.wengert.autograd;

/** Thrown when a leaf took no part in the loss, so that its gradient would be a silent zero. */
public final class UnusedLeafException extends AutogradException {
  private static final long serialVersionUID = 1L;

  UnusedLeafException(String message) {
    super(message);
  }
}
