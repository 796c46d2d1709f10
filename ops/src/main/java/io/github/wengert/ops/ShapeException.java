package io.github.wengert.ops;

/** Thrown when shapes or axes do not fit an operation or each other. */
public final class ShapeException extends OpException {
  private static final long serialVersionUID = 1L;

  ShapeException(String message) {
    super(message);
  }
}
