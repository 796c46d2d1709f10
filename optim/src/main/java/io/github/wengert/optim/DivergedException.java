package io.github.wengert.optim;

/**
 * The loss of a batch became infinite or NaN while training, most often because the learning rate
 * is too high. The parameters are those that gave this loss.
 */
public final class DivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
