package io.github.wengert.autograd;

/** Thrown when the gradient is requested of a function whose result is not a scalar. */
public final class NonScalarException extends AutogradException {
  private static final long serialVersionUID = 1L;

  NonScalarException(String message) {
    super(message);
  }
}
