package io.github.wengert.ops.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Richardson extrapolation of differences to step 0, with an error estimate of its own.
 *
 * <p>A difference D(h) whose error is a power series in {@code hᵖ} is computed for steps that halve
 * each time. Two neighbours combine to one whose error begins a power later, and so on: Neville's
 * tableau. The error of an entry is estimated by how much it moved from the two that it was made
 * of, plus what rounding does to it. Source: Ridders, Accurate Computation of F′(x) and F″(x),
 * Advances in Engineering Software 4, 1982.
 */
final class Tableau {
  /** Older rows have larger steps, where the function may be another one altogether. */
  private static final int MOST_COLUMNS = 6;

  private final int power;
  private final int settled;
  private List<Double> previous = new ArrayList<>();
  private double estimate = Double.NaN;
  private double error = Double.POSITIVE_INFINITY;
  private double step;
  private double newest;
  private int rows;

  /**
   * @param power the p in the error series in {@code hᵖ}: 2 for central differences, 1 for
   *     one-sided
   * @param settled how many steps in a row must be of one series before it says anything
   */
  Tableau(int power, int settled) {
    this.power = power;
    this.settled = settled;
  }

  /**
   * Adds the difference for half the step of the one before.
   *
   * @param rounding how far off rounding may put the difference
   */
  void add(double difference, double rounding, double h) {
    List<Double> row = new ArrayList<>();
    row.add(difference);
    int columns = Math.min(previous.size() + 1, MOST_COLUMNS);
    double factor = 1;
    for (int j = 1; j < columns; j++) {
      factor *= 1 << power;
      double finer = row.get(j - 1);
      double coarser = previous.get(j - 1);
      double entry = finer + (finer - coarser) / (factor - 1);
      row.add(entry);
      double moved = Math.max(Math.abs(entry - finer), Math.abs(entry - coarser));
      double total = moved + 2 * rounding;
      if (total < error) {
        error = total;
        estimate = entry;
        step = h;
      }
    }
    previous = row;
    newest = difference;
    rows++;
  }

  /** Forgets everything: what comes next is another series. */
  void restart() {
    previous = new ArrayList<>();
    rows = 0;
    estimate = Double.NaN;
    error = Double.POSITIVE_INFINITY;
  }

  /** Whether enough differences were added since the start to say anything. */
  boolean isSettled() {
    return rows >= settled;
  }

  /** Whether the error is known to be at most this share of the estimate. */
  boolean isWithin(double share) {
    return error <= share * Math.abs(estimate);
  }

  /**
   * Whether the difference for half the step of the newest is farther from the estimate than that
   * one was: differences of one series come nearer, so a new one begins.
   */
  boolean isLeftBy(double difference, double rounding) {
    return isSettled()
        && Math.abs(difference - estimate) > Math.abs(newest - estimate) + error + 4 * rounding;
  }

  double estimate() {
    return estimate;
  }

  double error() {
    return error;
  }

  double step() {
    return step;
  }

  boolean isEmpty() {
    return Double.isNaN(estimate);
  }
}
