package io.github.wengert.autograd;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notices when code takes plain numbers from a value that is being recorded: legal, but no
 * derivative goes that way.
 */
final class ElementReads {
  /** How many pullbacks and logs, on any thread, want to know. */
  private static final AtomicInteger WATCHERS = new AtomicInteger();

  private ElementReads() {}

  static boolean areWatched() {
    return WATCHERS.get() != 0;
  }

  static void beginWatching() {
    WATCHERS.incrementAndGet();
  }

  static void endWatching() {
    WATCHERS.decrementAndGet();
  }

  /** Tells whoever wants to know that {@code method} reads elements of {@code value}. */
  static <V extends Traceable<V>> void note(V value, String method) {
    value.requireNothingMissed(method);
    if (!areWatched()) {
      return;
    }
    Tape<V> tape = Tape.ownRecording();
    if (tape != null && tape.depends(value)) {
      ReadLog log = ReadLog.current();
      if (log != null) {
        log.add(method, value);
      }
      tape.listeners().read(value, method);
    }
  }
}
