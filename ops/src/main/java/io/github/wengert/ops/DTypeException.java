package io.github.wengert.ops;

/** Operands of different element types meet, or an operation does not take that type. */
public final class DTypeException extends OpException {
  private static final long serialVersionUID = 1L;

  DTypeException(String message) {
    super(message);
  }
}
