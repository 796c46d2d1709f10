package io.github.wengert.optim;

/** Gradients do not fit the parameters of an optimizer. */
public final class GradientsException extends OptimException {
  private static final long serialVersionUID = 1L;

  GradientsException(String message) {
    super(message);
  }
}
