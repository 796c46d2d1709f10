package io.github.wengert.ops.check;

/**
 * The series that central differences fall into as their step shrinks: one for each scale at which
 * the function looks smooth.
 */
final class Series {
  /** Relative error that is good enough to stop at. */
  private static final double GOOD = 1e-10;

  /** Relative error above which a series contradicts nothing. */
  private static final double USELESS = 1e-3;

  private Tableau current = new Tableau(2);
  private Tableau best = new Tableau(2);

  /** Ends a series: what comes next is another one. */
  void restart() {
    best = best();
    current = new Tableau(2);
  }

  void add(double difference, double rounding, double h) {
    current.add(difference, rounding, h);
  }

  Tableau current() {
    return current;
  }

  boolean isSettled() {
    return current.isSettled();
  }

  boolean isLeftBy(double difference, double rounding) {
    return current.isLeftBy(difference, rounding);
  }

  /** Whether smaller steps can only add rounding. */
  boolean isGood(double rounding) {
    return current.isWithin(GOOD) || current.error() < rounding;
  }

  /**
   * Returns the series whose error is least, unless a finer one contradicts it, as a slope is a
   * local thing; empty if none says anything.
   */
  Tableau best() {
    if (!current.isSettled()) {
      return best;
    }
    boolean contradicts =
        current.isWithin(USELESS)
            && Math.abs(current.estimate() - best.estimate())
                > 4 * (current.error() + best.error());
    return contradicts || current.error() < best.error() ? current : best;
  }
}
