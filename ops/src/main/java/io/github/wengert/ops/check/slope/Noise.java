package io.github.wengert.ops.check.slope;

import io.github.wengert.ops.check.slope.Slice1d.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * How far off the values of a function are, where cancellation inside hides it from their
 * magnitude.
 *
 * <p>On either side of the point, {@code r(h) = f(4h) − 3 f(2h) + 2 f(h)} is free of the constant
 * and the linear part of f, so that it falls to a quarter with each halving of the step, whatever
 * happens at the point itself. What does not fall is noise. From the smallest step on, noise stays
 * about the same, and may set in all of a sudden: {@code (x + 1e12) − 1e12} is a staircase, quiet
 * on its treads. It ends where r begins to grow from step to step. The quieter side counts.
 *
 * <p>Idea: Hamming, Numerical Methods for Scientists and Engineers, 1962, chapter on difference
 * tables.
 */
final class Noise {
  /** What grows by more from step to step is no noise. */
  private static final double GROWING = 1.5;

  /** How many times in a row. */
  private static final int OFTEN = 4;

  /** How many of the largest are left out. */
  private static final int SPIKES = 2;

  /** By how many of its errors a value changes at a riser. */
  private static final double SUDDEN = 8;

  /** How many steps beyond a riser are clear of it. */
  private static final int BEYOND = 4;

  /** What independent errors of values make of the largest others, in errors. */
  private static final double AMPLIFICATION = 4;

  /** Less than this share of the last place of values is no noise. */
  private static final double QUIET = 0x1p-4;

  private Noise() {}

  /**
   * Measures the noise.
   *
   * @param rungs the values at halving steps, the largest first
   * @param largest larger steps are left out
   */
  static double of(List<Rung> rungs, double largest) {
    List<Double> rests = new ArrayList<>();
    double largestYet = 0;
    for (int k = rungs.size() - 3; k >= 0 && rungs.get(k).step() <= largest; k--) {
      double rest = rest(rungs, k);
      double quiet = QUIET * rungs.get(k).valueError(0);
      if (rest > Math.max(largestYet, quiet) && isGrowing(rungs, k)) {
        break;
      }
      if (!Double.isNaN(rest)) {
        rests.add(rest);
        largestYet = Math.max(largestYet, rest);
      }
    }
    boolean isStaircase = isStaircase(rungs, largest);
    return persistent(rests, isStaircase ? 0 : SPIKES) / AMPLIFICATION;
  }

  /**
   * Whether values do not change at all over small steps, do so all of a sudden, and are uneven
   * beyond. A smooth function begins with changes in the last place, and at a kink nearby it turns
   * once.
   */
  private static boolean isStaircase(List<Rung> rungs, double largest) {
    int tread = rungs.size();
    while (tread > 0 && rungs.get(tread - 1).isFlat()) {
      tread--;
    }
    if (tread == 0 || tread > rungs.size() - SPIKES || change(rungs.get(tread - 1)) <= SUDDEN) {
      return false;
    }
    for (int k = tread - 1 - BEYOND; k >= 0 && rungs.get(k).step() <= largest; k--) {
      if (rest(rungs, k + SPIKES) > QUIET * rungs.get(k).valueError(0) && !isGrowing(rungs, k)) {
        return true;
      }
    }
    return false;
  }

  /** By how many of its errors a value changes over a step. */
  private static double change(Rung rung) {
    return rung.change() / rung.valueError(0);
  }

  /** All but the largest: a kink nearby shows for two steps, and noise for more. */
  private static double persistent(List<Double> rests, int spikes) {
    rests.sort(null);
    return rests.size() < spikes + 1 ? 0 : rests.get(rests.size() - 1 - spikes);
  }

  private static boolean isGrowing(List<Rung> rungs, int k) {
    for (int j = k; j > Math.max(0, k - OFTEN); j--) {
      if (rest(rungs, j - 1) < GROWING * rest(rungs, j)) {
        return false;
      }
    }
    return k > 0;
  }

  private static double rest(List<Rung> rungs, int k) {
    Rung far = rungs.get(k);
    Rung middle = rungs.get(k + 1);
    Rung near = rungs.get(k + 2);
    double left = rest(far.before(), middle.before(), near.before());
    double right = rest(far.after(), middle.after(), near.after());
    return Double.isNaN(left) ? right : Double.isNaN(right) ? left : Math.min(left, right);
  }

  /** NaN if values are missing, or a branch lies between them. */
  private static double rest(Sample far, Sample middle, Sample near) {
    return far.sameBranches(middle) && middle.sameBranches(near)
        ? Math.abs(far.value() - 3 * middle.value() + 2 * near.value())
        : Double.NaN;
  }
}
