package io.github.wengert.examples.peers;

import java.io.Serial;

/** An engine's process failed. */
final class EngineException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  EngineException(String message) {
    super(message);
  }
}
