package io.github.wengert.examples;

/** A data file that cannot be used; the message says where it is wrong. */
final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }
}
