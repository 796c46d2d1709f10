package io.github.wengert.autograd;

/**
 * Something asked of the engine that has no right answer: the common type of its specific
 * exceptions. Nothing has changed when one is thrown.
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
