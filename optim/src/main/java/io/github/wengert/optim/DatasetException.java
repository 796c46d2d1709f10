package io.github.wengert.optim;

/** Samples and labels that do not fit each other, or that cannot be divided as asked. */
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
