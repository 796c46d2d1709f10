package io.github.wengert.optim;

/** Thrown when a saved state does not fit an optimizer. */
public final class OptimizerStateException extends OptimException {
  private static final long serialVersionUID = 1L;

  OptimizerStateException(String message) {
    super(message);
  }
}
