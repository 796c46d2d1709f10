package io.github.wengert.nn;

/**
 * A layer, initialiser, loss or metric that cannot be built as asked, or an input that does not fit
 * one. It is thrown before any work is done.
 *
 * <p>Messages read <em>layer: what is wrong: the operands: (the two numbers that clash)</em>.
 */
public final class LayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  LayerException(String message) {
    super(message);
  }
}
