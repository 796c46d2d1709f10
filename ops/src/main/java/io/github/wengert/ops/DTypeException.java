package io.github.wengert.ops;

/**
 * Thrown when operands have different element types, or an operation does not support their type.
 */
public final class DTypeException extends OpException {
  private static final long serialVersionUID = 1L;

  DTypeException(String message) {
    super(message);
  }
}
