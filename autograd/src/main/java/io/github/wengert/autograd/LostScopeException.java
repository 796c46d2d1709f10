package io.github.wengert.autograd;

/**
 * Thrown when a computation was moved to another thread without the scope that it belongs to, so
 * that it was not recorded, or ran as if outside that scope.
 *
 * @see Autograd#parallel
 */
public final class LostScopeException extends AutogradException {
  private static final long serialVersionUID = 1L;

  LostScopeException(String message) {
    super(message);
  }
}
