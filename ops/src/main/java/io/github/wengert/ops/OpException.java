package io.github.wengert.ops;

/**
 * Thrown when an operation gets an invalid argument: the common type of the specific exceptions of
 * this module. It is thrown before any work is done and before anything changes.
 *
 * <p>Messages read <em>operation: what is wrong: the operands: (the two numbers that clash)</em>.
 */
public abstract sealed class OpException extends IllegalArgumentException
    permits AttributeException, DTypeException, IndexException, ShapeException {
  private static final long serialVersionUID = 1L;

  OpException(String message) {
    super(message);
  }
}
