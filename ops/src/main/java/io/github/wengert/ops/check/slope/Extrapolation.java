package io.github.wengert.ops.check.slope;

import org.jspecify.annotations.Nullable;

/**
 * What differences of halving steps say about the slope at step 0.
 *
 * <p>A difference D(h) whose error is a power series in {@code hᵖ} is known for steps that halve
 * each time. Two neighbours combine to one whose error begins a power later, and so on: Neville's
 * tableau. The error of an entry is estimated by how much it moved from the two that it was made
 * of, plus what rounding does to it. Source: Ridders, Accurate Computation of F′(x) and F″(x),
 * Advances in Engineering Software 4, 1982.
 *
 * <p>A slope is a local thing: an entry counts only if the differences of all smaller steps agree
 * with it, as far as rounding lets them. What looks smooth from afar may be another function close
 * by.
 *
 * @param slope the entry
 * @param error how far off it may be
 * @param rung the number of the smallest step in it
 */
record Extrapolation(double slope, double error, int rung) {
  /** Older rows have larger steps, where the function may be another one altogether. */
  private static final int MOST_COLUMNS = 6;

  /** How much farther than by its own error a difference of a smaller step may lie. */
  private static final double SLACK = 2;

  /** Differences of halving steps. */
  static final class Differences {
    private final int power;
    private final double[] values;
    private final double[] errors;

    /**
     * Takes the arrays as they are.
     *
     * @param power the p in the error series in {@code hᵖ}: 2 for central differences, 1 for
     *     one-sided
     * @param values the differences
     * @param errors how far off rounding may put each; infinite if there is none
     */
    Differences(int power, double[] values, double[] errors) {
      this.power = power;
      this.values = values;
      this.errors = errors;
    }

    double value(int k) {
      return values[k];
    }

    double error(int k) {
      return errors[k];
    }
  }

  /**
   * Returns the entry whose error is least, null if none says anything.
   *
   * @param settled how many steps in a row must be there before they say anything
   */
  static @Nullable Extrapolation best(Differences d, int settled) {
    Extrapolation best = null;
    double[] previous = {};
    int rows = 0;
    for (int k = 0; k < d.values.length; k++) {
      if (Double.isInfinite(d.errors[k])) {
        rows = 0;
        previous = new double[0];
        continue;
      }
      double[] row = row(previous, d.values[k], d.power);
      rows++;
      for (int j = 1; j < row.length && rows >= settled; j++) {
        double moved = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - previous[j - 1]));
        double error = moved + 2 * d.errors[k];
        if ((best == null || error < best.error) && isConfirmed(d, k, row[j], error)) {
          best = new Extrapolation(row[j], error, k);
        }
      }
      previous = row;
    }
    return best;
  }

  private static double[] row(double[] previous, double difference, int power) {
    double[] row = new double[Math.min(previous.length + 1, MOST_COLUMNS)];
    row[0] = difference;
    double factor = 1;
    for (int j = 1; j < row.length; j++) {
      factor *= 1 << power;
      row[j] = row[j - 1] + (row[j - 1] - previous[j - 1]) / (factor - 1);
    }
    return row;
  }

  /** Whether the error is at most this share of the slope. */
  boolean isWithin(double share) {
    return error <= share * Math.abs(slope);
  }

  /** Whether the differences of smaller steps agree with an entry of row {@code k}. */
  private static boolean isConfirmed(Differences d, int k, double slope, double error) {
    double truncation = Math.abs(d.values[k] - slope);
    for (int j = k + 1; j < d.values.length; j++) {
      truncation /= 2;
      double allowed = Math.max(error, SLACK * truncation) + SLACK * d.errors[j];
      if (Math.abs(d.values[j] - slope) > allowed) { // not if there is none: the error is infinite
        return false;
      }
    }
    return true;
  }
}
