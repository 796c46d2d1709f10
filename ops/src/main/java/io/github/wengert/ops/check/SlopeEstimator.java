package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.Line.Sample;
import io.github.wengert.ops.check.SlopeEstimate.Kind;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the slope of a line at 0 from values alone, and says how well it is known.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li><b>Linear.</b> If the values at ±1 and at another, incommensurable distance lie on one line
 *       with the value at 0, the difference at step 1 is exact but for rounding.
 *   <li><b>Smooth.</b> Central differences with steps that halve, extrapolated to step 0 ({@link
 *       Tableau}). A step at which a branch differs between its two ends is not used.
 *   <li><b>Kink.</b> If no step is free of a change of branch, or if the second difference does not
 *       shrink with the step, the slopes from both sides are estimated apart, from values strictly
 *       on that side.
 * </ol>
 */
final class SlopeEstimator {
  private static final double FIRST_STEP = 0.125;
  private static final int MOST_HALVINGS = 56;

  /** The bend of a smooth function shrinks to about half with the step. */
  private static final double SHRINKING = 0.75;

  /** How many steps in a row must be of one series before it says anything. */
  private static final int SETTLED = 4;

  /** The step for measuring noise, as a share of the first step. */
  private static final double NOISE_STEP = 1e-7;

  /** Relative error that is good enough to stop at. */
  private static final double GOOD = 1e-10;

  /** Relative error at which a kink nearby is the likelier explanation than rounding. */
  private static final double POOR = 1e-6;

  /** How many roundings of the magnitude a value may be off by. */
  private static final double ROUNDINGS = 8;

  /** Not a rational multiple of 1, so that no period hides both. */
  private static final double OTHER_DISTANCE = Math.sqrt(2) / 3;

  private final Line line;
  private final Sample origin;
  private final double firstStep;
  private double measuredNoise;

  private SlopeEstimator(Line line, Sample origin, double firstStep) {
    this.line = line;
    this.origin = origin;
    this.firstStep = firstStep;
  }

  /**
   * Estimates the slope.
   *
   * @param origin the value at 0
   * @param scale the length that counts as 1 along the line: max(1, |x|)
   */
  static SlopeEstimate estimate(Line line, Sample origin, double scale) {
    SlopeEstimator estimator = new SlopeEstimator(line, origin, FIRST_STEP * scale);
    SlopeEstimate linear = estimator.linear();
    return linear != null ? linear : estimator.smoothOrKink();
  }

  /** Estimates the slope anew, with other steps, and with the noise of the values measured. */
  static SlopeEstimate again(Line line, Sample origin, double scale) {
    SlopeEstimator estimator = new SlopeEstimator(line, origin, FIRST_STEP / 3 * scale);
    estimator.measuredNoise = estimator.noise();
    return estimator.smoothOrKink();
  }

  // ------------------------------------------------------------------------------------- linear

  private @Nullable SlopeEstimate linear() {
    Sample before = line.at(-1);
    Sample after = line.at(1);
    if (!isStraight(before, after)) {
      return null;
    }
    Sample nearBefore = line.at(-OTHER_DISTANCE);
    Sample nearAfter = line.at(OTHER_DISTANCE);
    if (!isStraight(nearBefore, nearAfter)) {
      return null;
    }
    double slope = (after.value() - before.value()) / 2;
    double near = (nearAfter.value() - nearBefore.value()) / (2 * OTHER_DISTANCE);
    double rounding = rounding(before, after) + rounding(nearBefore, nearAfter);
    return Math.abs(slope - near) <= rounding / OTHER_DISTANCE
        ? SlopeEstimate.smooth(Kind.LINEAR, slope, rounding(before, after), 1)
        : null;
  }

  private boolean isStraight(Sample before, Sample after) {
    double bend = after.value() - 2 * origin.value() + before.value();
    return before.isFinite()
        && after.isFinite()
        && before.sameBranches(after)
        && Math.abs(bend) <= 2 * rounding(before, after);
  }

  private double rounding(Sample a, Sample b) {
    double magnitude = Math.max(origin.magnitude(), Math.max(a.magnitude(), b.magnitude()));
    return ROUNDINGS * Math.max(Math.ulp(magnitude), measuredNoise);
  }

  // ------------------------------------------------------------------------------ smooth or kink

  private SlopeEstimate smoothOrKink() {
    Tableau central = new Tableau(2);
    TreeSet<String> operations = new TreeSet<>();
    boolean anyFinite = false;
    double bend = Double.NaN; // second difference over the step: slope right less slope left
    double h = firstStep;
    for (int level = 0; level < MOST_HALVINGS; level++, h /= 2) {
      Sample before = line.at(-h);
      Sample after = line.at(h);
      boolean finite = before.isFinite() && after.isFinite();
      anyFinite |= finite;
      if (!finite || !before.sameBranches(after)) {
        if (finite) {
          operations.addAll(before.branches().differences(after.branches()));
        }
        central.restart();
        bend = Double.NaN;
        continue;
      }
      double rounding = rounding(before, after) / h;
      double newBend = (after.value() - 2 * origin.value() + before.value()) / h;
      // Of a smooth function the bend halves with the step; of a kink, or where the step is too
      // large to see the function at all, it does not.
      boolean smooth = Math.abs(newBend) <= Math.max(8 * rounding, SHRINKING * Math.abs(bend));
      bend = newBend;
      if (!smooth) {
        if (central.rows() >= SETTLED && central.error() <= POOR * Math.abs(central.estimate())) {
          break; // what follows is rounding
        }
        central.restart();
      }
      central.add((after.value() - before.value()) / (2 * h), rounding, h);
      boolean good = central.error() <= GOOD * Math.abs(central.estimate());
      if (central.rows() >= SETTLED && (good || central.error() < rounding)) {
        break; // smaller steps can only add rounding
      }
    }
    if (!anyFinite) {
      return SlopeEstimate.nonfinite();
    }
    boolean drowned =
        !operations.isEmpty() && central.error() > POOR * Math.abs(central.estimate());
    return central.rows() < SETTLED || drowned
        ? kink(ImmutableList.copyOf(operations))
        : SlopeEstimate.smooth(Kind.SMOOTH, central.estimate(), central.error(), central.step());
  }

  private SlopeEstimate kink(ImmutableList<String> operations) {
    Tableau left = oneSided(-1);
    Tableau right = oneSided(1);
    if (left.isEmpty() || right.isEmpty()) {
      return SlopeEstimate.nonfinite();
    }
    return new SlopeEstimate(
        Kind.KINK,
        (left.estimate() + right.estimate()) / 2,
        Math.max(left.error(), right.error()),
        Math.min(left.step(), right.step()),
        left.estimate(),
        right.estimate(),
        operations);
  }

  /** Differences between two values strictly on one side, whose branches agree. */
  private Tableau oneSided(int sign) {
    Tableau tableau = new Tableau(1);
    double h = firstStep / 2;
    Sample far = line.at(sign * 2 * h);
    for (int level = 0; level < MOST_HALVINGS; level++, h /= 2) {
      Sample near = line.at(sign * h);
      if (near.isFinite() && far.isFinite() && near.sameBranches(far)) {
        double rounding = rounding(near, far) / h;
        tableau.add(sign * (far.value() - near.value()) / h, rounding, h);
        if (tableau.rows() >= SETTLED && tableau.error() < rounding) {
          return tableau;
        }
      } else if (tableau.rows() < SETTLED) {
        tableau.restart();
      } else {
        return tableau;
      }
      far = near;
    }
    return tableau;
  }

  // -------------------------------------------------------------------------------------- noise

  /**
   * Measures how far off values are, where cancellation inside the function hides it from their
   * magnitude: third differences of a smooth function over tiny steps are nothing but noise.
   * Source: Hamming, Numerical Methods for Scientists and Engineers, 1962, chapter on difference
   * tables.
   */
  private double noise() {
    double largest = 0;
    for (double step = NOISE_STEP * firstStep; step > 1e-4 * NOISE_STEP * firstStep; step /= 10) {
      double[] values = new double[8];
      for (int i = 0; i < values.length; i++) {
        values[i] = line.at((i - 3.5) * step).value();
      }
      double sum = 0;
      for (int i = 3; i < values.length; i++) {
        double third = values[i] - 3 * values[i - 1] + 3 * values[i - 2] - values[i - 3];
        sum += third * third;
      }
      // The third difference of independent errors has 1 + 9 + 9 + 1 times their variance.
      largest = Math.max(largest, Math.sqrt(sum / (values.length - 3) / 20));
    }
    return Double.isNaN(largest) ? 0 : largest;
  }
}
