package io.github.wengert.ops.kernel;

/**
 * How much time may be spent in the background: half a second at once, for what the first steps of
 * a program need, and a tenth of a core's time from then on.
 */
final class Budget {
  private static final long AT_ONCE_NANOS = 500_000_000;
  private static final int SHARE = 10;

  private final long start;
  private long spent;

  /**
   * Makes a budget of which nothing is spent.
   *
   * @param now what {@link System#nanoTime} says
   */
  Budget(long now) {
    this.start = now;
  }

  /** Takes note of time that was spent. */
  void spend(long nanos) {
    spent += nanos;
  }

  /** Returns how long to wait until there is time to spend, or 0 if there is. */
  long nanosToWait(long now) {
    long owed = spent - AT_ONCE_NANOS - (now - start) / SHARE;
    return owed > 0 ? SHARE * owed : 0;
  }
}
