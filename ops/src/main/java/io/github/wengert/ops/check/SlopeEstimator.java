package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.check.Line.Sample;
import io.github.wengert.ops.check.SlopeEstimate.Kind;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the slope of a line at 0 from values alone, and says how well it is known.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li><b>Linear.</b> If the values at the first step, at ±1 and at another, incommensurable
 *       distance lie on one line with the value at 0, the difference at step 1 is exact but for
 *       rounding.
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

  /** How many steps in a row must bend alike before it is a kink, and not rounding. */
  private static final int MANY_BENDS = 4;

  /**
   * How many steps in a row must be of one series before it says anything. At a first look three
   * that agree to the last digits will do, as a second opinion is asked before anything is called
   * wrong.
   */
  private static final int SETTLED = 4;

  private static final int SETTLED_AT_FIRST = 3;

  /** Relative error at which a kink nearby is the likelier explanation than rounding. */
  private static final double POOR = 1e-6;

  /** Changes over the first step below this share of the function's magnitude count as 0. */
  private static final double NEGLIGIBLE = 1e-9;

  /** How many roundings of the magnitude a value may be off by. */
  private static final double ROUNDINGS = 8;

  /** Not a rational multiple of 1, so that no period hides both. */
  private static final double OTHER_DISTANCE = Math.sqrt(2) / 3;

  private final Line line;
  private final Sample origin;
  private final double firstStep;
  private final double measuredNoise;
  private final boolean thorough;

  private SlopeEstimator(
      Line line, Sample origin, double firstStep, double measuredNoise, boolean thorough) {
    this.line = line;
    this.origin = origin;
    this.firstStep = firstStep;
    this.measuredNoise = measuredNoise;
    this.thorough = thorough;
  }

  /**
   * Estimates the slope.
   *
   * @param origin the value at 0
   */
  static SlopeEstimate estimate(Line line, Sample origin, Lengths lengths) {
    double firstStep = FIRST_STEP * lengths.unit();
    SlopeEstimator estimator = new SlopeEstimator(line.remembered(), origin, firstStep, 0, false);
    SlopeEstimate linear = estimator.linear();
    return linear != null ? linear : estimator.smoothOrKink(lengths);
  }

  /**
   * Returns estimates anew, with other steps, down to the smallest. The first takes what looks like
   * a staircase for noise, as cancellation makes one; the second takes it for the function, which
   * may be steep.
   */
  static List<Supplier<SlopeEstimate>> again(Line line, Sample origin, Lengths lengths) {
    double unit = FIRST_STEP / 3 * lengths.unit();
    return List.of(
        () -> again(line, origin, lengths, NoiseLevel.of(line, unit, lengths.resolution())),
        () -> again(line, origin, lengths, NoiseLevel.fine(line, unit)));
  }

  private static SlopeEstimate again(Line line, Sample origin, Lengths lengths, double noise) {
    double firstStep = FIRST_STEP / 3 * lengths.unit();
    return new SlopeEstimator(line, origin, firstStep, noise, true).smoothOrKink(lengths);
  }

  // ------------------------------------------------------------------------------------- linear

  private @Nullable SlopeEstimate linear() {
    // What is bent here already needs no look farther away, and most functions are.
    if (!isStraight(line.at(-firstStep), line.at(firstStep))) {
      return null;
    }
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

  private SlopeEstimate smoothOrKink(Lengths lengths) {
    SlopeEstimate estimate = smoothOrKink();
    if (estimate.kind() != Kind.NONFINITE || !(lengths.finest() < lengths.unit())) {
      return estimate;
    }
    // A pole or the edge of the domain may be nearer than the steps, as at log(1e-300).
    double nearer = FIRST_STEP * lengths.finest();
    return new SlopeEstimator(line, origin, nearer, measuredNoise, thorough).smoothOrKink();
  }

  private SlopeEstimate smoothOrKink() {
    Series series = new Series(thorough ? SETTLED : SETTLED_AT_FIRST);
    TreeSet<String> operations = new TreeSet<>();
    boolean anyFinite = false;
    boolean bent = false;
    int bends = 0;
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
        series.restart();
        bend = Double.NaN;
        continue;
      }
      double rounding = rounding(before, after) / h;
      double newBend = (after.value() - 2 * origin.value() + before.value()) / h;
      // Of a smooth function the bend halves with the step; of a kink, or where the step is too
      // large to see the function at all, it does not.
      boolean smooth = Math.abs(newBend) <= Math.max(8 * rounding, SHRINKING * Math.abs(bend));
      bent |= !smooth && !Double.isNaN(bend);
      boolean sameBend = !smooth && newBend / bend >= SHRINKING && newBend / bend <= 1 / SHRINKING;
      bends = sameBend ? bends + 1 : 0;
      if (bends == MANY_BENDS) {
        series =
            new Series(
                thorough
                    ? SETTLED
                    : SETTLED_AT_FIRST); // a kink nearer than what looked smooth from afar
      }
      bend = newBend;
      double difference = (after.value() - before.value()) / (2 * h);
      if (!smooth) {
        if (!thorough && series.isSettled() && series.current().isWithin(POOR)) {
          break; // what follows is rounding
        }
        series.restart();
      } else if (thorough && series.isLeftBy(difference, rounding)) {
        series.restart();
      }
      series.add(difference, rounding, h);
      if (!thorough && series.isSettled() && series.isGood(rounding)) {
        break; // smaller steps can only add rounding
      }
    }
    if (!anyFinite) {
      return SlopeEstimate.nonfinite();
    }
    Tableau best = series.best();
    boolean poor =
        !best.isWithin(POOR) && best.error() * firstStep > NEGLIGIBLE * origin.magnitude();
    boolean drowned = poor && (bent || !operations.isEmpty());
    return best.isEmpty() || drowned
        ? kink(ImmutableList.copyOf(operations))
        : SlopeEstimate.smooth(Kind.SMOOTH, best.estimate(), best.error(), best.step());
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
    Tableau tableau = new Tableau(1, SETTLED);
    double h = firstStep / 2;
    Sample far = line.at(sign * 2 * h);
    for (int level = 0; level < MOST_HALVINGS; level++, h /= 2) {
      Sample near = line.at(sign * h);
      if (near.isFinite() && far.isFinite() && near.sameBranches(far)) {
        double rounding = rounding(near, far) / h;
        tableau.add(sign * (far.value() - near.value()) / h, rounding, h);
        if (tableau.isSettled() && tableau.error() < rounding) {
          return tableau;
        }
      } else if (!tableau.isSettled()) {
        tableau.restart();
      } else {
        return tableau;
      }
      far = near;
    }
    return tableau;
  }
}
