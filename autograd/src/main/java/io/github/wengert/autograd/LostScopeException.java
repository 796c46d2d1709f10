package io.github.wengert.autograd;

/**
 * A computation went to another thread without the scope that it belongs to, so it was not recorded
 * there, or was computed as if it stood outside that scope.
 *
 * @see Autograd#parallel
 */
public final class LostScopeException extends AutogradException {
  private static final long serialVersionUID = 1L;

  LostScopeException(String message) {
    super(message);
  }
}
