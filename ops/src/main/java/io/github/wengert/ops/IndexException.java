package io.github.wengert.ops;

/** An index or a class label lies outside the axis that it points into. */
public final class IndexException extends OpException {
  private static final long serialVersionUID = 1L;

  IndexException(String message) {
    super(message);
  }
}
