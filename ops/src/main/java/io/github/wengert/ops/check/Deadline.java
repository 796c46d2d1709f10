package io.github.wengert.ops.check;

import java.time.Duration;

/** A moment after which nothing more is begun. */
@FunctionalInterface
interface Deadline {
  /** Longer than any check, and short enough for a count of nanoseconds. */
  Duration LONGEST = Duration.ofDays(365);

  boolean isOver();

  /** Returns the time, or what is as good as no limit if it is longer. */
  static Duration countable(Duration time) {
    return time.compareTo(LONGEST) < 0 ? time : LONGEST;
  }

  /** Returns the moment when so much time has passed. */
  static Deadline in(Duration time) {
    long start = System.nanoTime();
    long nanos = countable(time).toNanos();
    return () -> System.nanoTime() - start > nanos;
  }

  /** Returns the moment when so much time has passed, or this one if it comes first. */
  default Deadline orIn(Duration time) {
    Deadline other = in(time);
    return () -> isOver() || other.isOver();
  }
}
