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

  private final int settled;
  private Tableau current;
  private Tableau best;

  /**
   * @param settled how many steps in a row must be of one series before it says anything
   */
  Series(int settled) {
    this.settled = settled;
    this.current = new Tableau(2, settled);
    this.best = new Tableau(2, settled);
  }

  /** Ends a series: what comes next is another one. */
  void restart() {
    best = best();
    current = new Tableau(2, settled);
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

  /**
   * Whether smaller steps can only add rounding: half the step has twice the rounding, and no entry
   * is better known than to twice the rounding of its step.
   */
  boolean isGood(double rounding) {
    return current.isWithin(GOOD) || current.error() <= 4 * rounding;
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
