package io.github.wengert.ops.check.limit;

import java.time.Duration;

/** A moment after which no further work is started. */
@FunctionalInterface
public interface Deadline {
  /** Longer than any check, and short enough for a count of nanoseconds. */
  Duration LONGEST = Duration.ofDays(365);

  boolean isOver();

  /** Returns {@code time}, capped at {@link #LONGEST}. */
  static Duration countable(Duration time) {
    return time.compareTo(LONGEST) < 0 ? time : LONGEST;
  }

  /** Returns the moment {@code time} from now. */
  static Deadline in(Duration time) {
    long start = System.nanoTime();
    long nanos = countable(time).toNanos();
    return () -> System.nanoTime() - start > nanos;
  }

  /** Returns the earlier of this moment and {@code time} from now. */
  default Deadline orIn(Duration time) {
    Deadline other = in(time);
    return () -> isOver() || other.isOver();
  }
}
