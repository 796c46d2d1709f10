package io.github.wengert.autograd;

/**
 * The common type of the exceptions by which the engine refuses a request that has no right answer.
 * They are thrown before anything changes.
 */
public abstract sealed class AutogradException extends IllegalStateException
    permits ForeignTapeException,
        LostScopeException,
        NonScalarException,
        PullbackException,
        StaleValueException,
        UnusedLeafException {
  private static final long serialVersionUID = 1L;

  AutogradException(String message) {
    super(message);
  }
}
