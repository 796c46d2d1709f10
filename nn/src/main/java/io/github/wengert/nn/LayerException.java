package io.github.wengert.nn;

/**
 * Thrown when a layer, initialiser, loss or metric has invalid arguments, or gets an input that
 * does not fit. It is thrown before any work is done.
 *
 * <p>Messages read <em>layer: what is wrong: the operands: (the two numbers that clash)</em>.
 */
public final class LayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  LayerException(String message) {
    super(message);
  }
}
