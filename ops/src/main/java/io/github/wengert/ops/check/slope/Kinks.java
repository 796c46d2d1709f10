package io.github.wengert.ops.check.slope;

/**
 * Kinks that a line meets all at once: the rectifiers of a layer whose operands are all 0 because
 * its input is.
 *
 * <p>Each of them has a subgradient between its own two slopes, but their sum may lie outside of
 * the slopes of the whole: {@code relu(x) − relu(−x)} is x, and yet the rule at 0 says 0. Beside
 * the point the kinks come one after the other, and the jumps of the slope can be added up by sign.
 */
public final class Kinks {
  /** How far beside the point, as a share of the length that counts as 1. */
  private static final double BESIDE = 1e-7;

  /** How much closer the second look is. */
  private static final double CLOSER = 0x1p-8;

  /** How often to look, each time in another direction: two kinks may fall into one cell. */
  private static final int LOOKS = 16;

  /** How many looks that see the same are enough. */
  private static final int SURE = 3;

  /** How many cells the first look has; each further one has twice as many. */
  private static final int FEWEST_CELLS = 64;

  private static final int MOST_CELLS = 512;

  /** How many points there are beyond the cells on either side. */
  private static final int TAIL = 4;

  /** Jumps are seen through rounding, and through the bend of what is between them. */
  private static final double SLACK = 1e-3;

  private Kinks() {}

  /** Lines through points beside the one that is checked. */
  @FunctionalInterface
  public interface Beside {
    /**
     * Returns a parallel of the line.
     *
     * @param look chooses a random direction to go beside
     * @param length about how far, in each element, so that the places of kinks are distributed
     *     about like the ratio of two normal numbers
     */
    Slice1d line(int look, double length);
  }

  /**
   * Whether one subgradient for each kink can add up to the analytic derivative.
   *
   * @param estimate the slopes of both sides, which do not include it
   * @param unit the length that counts as 1
   * @param jumps the answer if the function itself jumps: its slope then grows without end the
   *     closer one looks
   */
  public static boolean allow(
      double analytic, SlopeEstimate estimate, Beside beside, double unit, boolean jumps) {
    double far = BESIDE * unit;
    double near = CLOSER * far;
    double most = 0;
    int alike = 0;
    for (int look = 0; look < LOOKS && alike < SURE; look++) {
      int cells = Math.min(MOST_CELLS, FEWEST_CELLS << look);
      double around = variation(beside.line(look, far), far, cells);
      if (isWithin(analytic, estimate, around)) {
        double closer = variation(beside.line(look, near), near, cells);
        // Kinks stay however close one looks; a slope that changes steeply changes less and less.
        boolean allowed =
            closer > 2 * around ? jumps : isWithin(analytic, estimate, Math.min(around, closer));
        if (allowed || cells == MOST_CELLS) { // with few cells, kinks that share one may be missed
          return allowed;
        }
      }
      if (around > (1 + SLACK) * most) {
        most = around;
        alike = 0;
      }
      if (cells == MOST_CELLS && around >= (1 - SLACK) * most) {
        alike++;
      }
    }
    return false;
  }

  private static boolean isWithin(double analytic, SlopeEstimate estimate, double variation) {
    double jump = estimate.right() - estimate.left();
    double down = (variation - jump) / 2;
    double up = (variation + jump) / 2;
    double slack = SLACK * variation;
    return analytic >= estimate.left() - down - slack && analytic <= estimate.left() + up + slack;
  }

  /** The sum of the magnitudes of all jumps of the slope but those that share a cell. */
  private static double variation(Slice1d line, double unit, int cells) {
    double variation = 0;
    double slope = Double.NaN;
    double t = place(-TAIL, cells) * unit;
    double value = line.at(t).value();
    for (int i = 1 - TAIL; i < cells + TAIL; i++) {
      double next = place(i, cells) * unit;
      double nextValue = line.at(next).value();
      double nextSlope = (nextValue - value) / (next - t);
      variation += Double.isNaN(slope) ? 0 : Math.abs(nextSlope - slope);
      slope = nextSlope;
      value = nextValue;
      t = next;
    }
    return variation;
  }

  /** Quantiles of the Cauchy distribution, which ratios of normal numbers have; then its tails. */
  private static double place(int i, int cells) {
    int inside = Math.clamp(i, 0, cells - 1);
    double quantile = StrictMath.tan(Math.PI * ((inside + 0.5) / cells - 0.5));
    return quantile * Math.pow(4, Math.abs(i - inside));
  }
}
