package io.github.wengert.autograd;

/**
 * Thrown when a primitive breaks the contract of {@link Primitive#vjp}: a pullback is missing,
 * returns a cotangent of the wrong space, or cannot be differentiated itself.
 */
public final class PullbackException extends AutogradException {
  private static final long serialVersionUID = 1L;

  PullbackException(String message) {
    super(message);
  }
}
