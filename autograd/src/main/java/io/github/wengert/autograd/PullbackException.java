package io.github.wengert.autograd;

/**
 * A primitive broke the contract of {@link Primitive#vjp}: a pullback is missing or of the wrong
 * space.
 */
public final class PullbackException extends AutogradException {
  private static final long serialVersionUID = 1L;

  PullbackException(String message) {
    super(message);
  }
}
