package io.github.wengert.ops.check;

/** A moment after which nothing more is begun. */
@FunctionalInterface
interface Deadline {
  double NANOS = 1e9;

  boolean isOver();

  /** Returns the moment that is so many seconds ahead. */
  static Deadline in(double seconds) {
    long end = System.nanoTime() + (long) (seconds * NANOS);
    return () -> System.nanoTime() - end > 0;
  }

  /** Returns the moment that is so many seconds ahead, or this one if it comes first. */
  default Deadline orIn(double seconds) {
    Deadline other = in(seconds);
    return () -> isOver() || other.isOver();
  }
}
