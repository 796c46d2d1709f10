package io.github.wengert.autograd;

/** Thrown when a mutable value has changed between its use on a tape and the sweep of that tape. */
public final class StaleValueException extends AutogradException {
  private static final long serialVersionUID = 1L;

  StaleValueException(String message) {
    super(message);
  }
}
