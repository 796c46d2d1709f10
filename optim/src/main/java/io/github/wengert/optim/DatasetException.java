package io.github.wengert.optim;

/** Thrown when samples and labels do not fit each other, or cannot be split as requested. */
public final class DatasetException extends OptimException {
  private static final long serialVersionUID = 1L;

  DatasetException(String message) {
    super(message);
  }

  DatasetException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
