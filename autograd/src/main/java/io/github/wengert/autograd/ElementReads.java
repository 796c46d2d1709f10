package io.github.wengert.autograd;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether reads of a recorded value's elements are of interest at the moment. Such a read is legal,
 * but no derivative follows it.
 */
final class ElementReads {
  /** The number of pullbacks and logs, on any thread, that watch reads. */
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
}
