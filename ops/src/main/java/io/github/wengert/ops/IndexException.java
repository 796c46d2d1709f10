package io.github.wengert.ops;

/** Thrown when an index or a class label is outside its axis. */
public final class IndexException extends OpException {
  private static final long serialVersionUID = 1L;

  IndexException(String message) {
    super(message);
  }
}
