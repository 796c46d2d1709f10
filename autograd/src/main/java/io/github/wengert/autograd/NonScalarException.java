package io.github.wengert.autograd;

/** A gradient was asked of a function whose result is not a scalar. */
public final class NonScalarException extends AutogradException {
  private static final long serialVersionUID = 1L;

  NonScalarException(String message) {
    super(message);
  }
}
