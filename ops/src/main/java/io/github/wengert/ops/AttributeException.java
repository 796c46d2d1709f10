package io.github.wengert.ops;

/**
 * Thrown when a constant that configures an operation is outside its range, such as a negative step
 * or a probability above 1.
 */
public final class AttributeException extends OpException {
  private static final long serialVersionUID = 1L;

  AttributeException(String message) {
    super(message);
  }
}
