package io.github.wengert.ops.check.slope;

import io.github.wengert.ops.check.slope.Extrapolation.Differences;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import io.github.wengert.ops.check.slope.SlopeEstimate.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the slope of a slice at 0 from values alone, and says how well it is known.
 *
 * <p><b>Quickly</b>: central differences with a few steps that halve, beginning with some
 * thousandths of the point's size, extrapolated to step 0; and one difference over a step that is
 * much smaller, as the function may be another one close by. That will do for most functions.
 *
 * <p><b>Nearby</b>: the differences of all smaller steps, down to the last places of the point.
 * <b>Closely</b>: those of larger steps too, up to an eighth of its size. Each time:
 *
 * <ol>
 *   <li>The noise of the values is measured ({@link Noise}).
 *   <li>If the bend (the difference to the right less that to the left) stays the same as the step
 *       shrinks, down to where noise drowns it, or if a branch changes within every step, there is
 *       a kink, and both sides are extrapolated apart.
 *   <li>Else the central differences are extrapolated; what all smaller steps confirm counts
 *       ({@link Extrapolation}).
 * </ol>
 *
 * <p><b>Farther</b>: differences over steps beyond the point's own size, away from 0, where smaller
 * ones change too little.
 */
public final class SlopeEstimator {
  /** How many steps measure the noise alone. */
  private static final int NEIGHBOURS = 18;

  /** How many halvings the quick look makes. */
  private static final int FEW = 8;

  /** How many steps the quick look needs at least. */
  private static final int SETTLED = 3;

  /** A relative error that is good enough to stop at. */
  private static final double GOOD = 1e-10;

  /** The largest step of a first look, in first steps: far from the edge of most domains. */
  private static final double NEAR = 0x1p-6;

  /** The step of the one difference close by, in steps of a first look. */
  private static final double CLOSE_BY = 0x1p-16;

  /** The bend of a smooth function shrinks to about half with the step. */
  private static final double SHRINKING = 0.75;

  /** Most halvings of a close look at a point that is not 0, whose last places end it. */
  private static final int MOST_HALVINGS = 52;

  /** Most halvings at 0. */
  private static final int MOST_HALVINGS_AT_ZERO = 1000;

  /** How far beyond all that is varied steps may go. */
  private static final double FAR = 0x1p10;

  /** A relative error from which on larger steps are tried. */
  private static final double POOR = 1e-6;

  /** Treads up to this share of the unit are taken for rounding. */
  private static final double NARROW_TREAD = 0.1;

  /** The same beside all that is varied, for a point that is much smaller. */
  private static final double NARROW = 0.003;

  private final Slice1d slice;
  private final Sample origin;
  private final Scale scale;
  private List<Rung> rungs = new ArrayList<>();
  private double level;

  /**
   * Looks at a slice.
   *
   * @param origin the value at 0
   * @param scale the lengths that matter
   */
  public SlopeEstimator(Slice1d slice, Sample origin, Scale scale) {
    this.slice = slice.remembered();
    this.origin = origin;
    this.scale = scale;
  }

  /** Returns the noise within {@code farthest} from 0; the value at 0 itself takes no part. */
  public static double noise(Slice1d slice, double farthest) {
    Sample origin = slice.at(0);
    List<Rung> rungs = new ArrayList<>();
    for (int k = 0; k < NEIGHBOURS; k++) {
      rungs.add(Rung.of(slice, origin, Math.scalb(farthest, -k), 0));
    }
    return Noise.of(rungs, farthest);
  }

  private Rung rung(double step) {
    return Rung.of(slice, origin, step, scale.lastPlace());
  }

  // ----------------------------------------------------------------------------------- quickly

  /** Returns the slope if the function is smooth, and known well by a few steps; else null. */
  public @Nullable SlopeEstimate quickly() {
    double first = NEAR * scale.firstStep();
    List<Rung> rungs = new ArrayList<>();
    double bend = Double.NaN;
    for (int k = 0; k < FEW; k++) {
      Rung rung = rung(Math.scalb(first, -k));
      if (!rung.isWhole()) {
        return null;
      }
      double newBend = Math.abs(rung.bend());
      if (newBend > Math.max(Ladder.SEEN * rung.differenceError(0), SHRINKING * bend)) {
        rungs.clear(); // the steps are too large to see the function, or there is a kink
      }
      bend = newBend;
      rungs.add(rung);
      if (rungs.size() >= SETTLED) {
        Ladder ladder = new Ladder(rungs, 0);
        Extrapolation best = Extrapolation.best(ladder.differences(), SETTLED);
        if (best != null
            && (best.error() <= GOOD * Math.abs(best.slope())
                || best.error() <= 4 * rung.differenceError(0))) {
          return isTheSameCloseBy(best, first) ? ladder.smooth(best) : null;
        }
      }
    }
    return null;
  }

  private boolean isTheSameCloseBy(Extrapolation best, double first) {
    Rung rung = rung(Math.max(scale.finest(), CLOSE_BY * first));
    double error = rung.differenceError(0);
    return rung.isWhole()
        && Math.abs(rung.difference() - best.slope()) <= best.error() + error
        && Math.abs(rung.bend()) <= 4 * error;
  }

  // ----------------------------------------------------------------------------------- closely

  /** Returns what small steps say, down to the last places of the point. */
  public SlopeEstimate nearby() {
    rungs = ladder(NEAR * scale.firstStep());
    return estimate();
  }

  /** Returns what the largest value over a small step was added up from. */
  public double magnitude() {
    Rung rung = rung(NEAR * scale.firstStep());
    double beside = Math.max(rung.before().magnitude(), rung.after().magnitude());
    return rung.isFinite() ? Math.max(origin.magnitude(), beside) : origin.magnitude();
  }

  /** Whether larger steps could not change what small ones say. */
  public boolean isSure(SlopeEstimate near) {
    return rungs.isEmpty() || (near.isWithin(POOR) && !rungs.getFirst().isFlat());
  }

  /** Returns what steps up to an eighth of the point's size say too, after a look nearby. */
  public SlopeEstimate closely() {
    for (double step = rungs.isEmpty() ? Double.NaN : 2 * rungs.getFirst().step();
        step <= scale.firstStep();
        step *= 2) {
      rungs.addFirst(rung(step));
    }
    return estimate();
  }

  private SlopeEstimate estimate() {
    if (!origin.isFinite()
        || rungs.stream().noneMatch(rung -> rung.before().isFinite() || rung.after().isFinite())) {
      return SlopeEstimate.nonfinite();
    }
    level = Noise.of(rungs, NARROW_TREAD * scale.unit());
    return new Ladder(rungs, level).estimate();
  }

  /**
   * Returns what still larger steps say too, after a close look that could not decide.
   *
   * @param near what the close look said
   */
  public SlopeEstimate farther(SlopeEstimate near) {
    if (near.kind() == Kind.NONFINITE || !rungs.stream().allMatch(Rung::isWhole)) {
      return near;
    }
    List<Sample> samples = outward();
    double[] values = new double[samples.size()];
    double[] errors = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      Sample sample = samples.get(k);
      Rung rung = new Rung(Math.abs(sample.offset()), origin, origin, sample, 0);
      values[k] = (sample.value() - origin.value()) / sample.offset();
      errors[k] = 2 * rung.differenceError(level);
    }
    Differences differences = new Differences(1, values, errors);
    Extrapolation best = Extrapolation.best(differences, Ladder.MANY_BENDS);
    return best == null
            || best.error() >= near.error()
            || !isStraight(differences, best)
            || Math.abs(best.slope() - near.slope()) > best.error() + near.error()
        ? near
        : SlopeEstimate.smooth(
            best.slope(),
            best.error(),
            Math.abs(samples.get(best.rung()).offset()),
            near.valueError(),
            near.basis());
  }

  /**
   * Whether the point is on the tread of a staircase that is narrow beside all that is varied: no
   * step up to an eighth of the point's size changes a value, and one that is not much larger does.
   */
  public boolean isOnTread() {
    if (!rungs.stream().allMatch(Rung::isFlat)) {
      return false;
    }
    double narrow = NARROW * scale.farthest();
    for (double step = 2 * scale.firstStep(); step <= narrow; step *= 2) {
      Sample sample = slice.at(scale.outward() * step);
      if (!sample.isFinite() || sample.value() != origin.value()) {
        return sample.isFinite();
      }
    }
    return false;
  }

  /** Whether larger steps show all but the same slope: where they do not, they are too large. */
  private static boolean isStraight(Differences d, Extrapolation best) {
    for (int k = Math.max(0, best.rung() - Ladder.MANY_BENDS + 1); k <= best.rung(); k++) {
      double allowed = (1 - Ladder.ALIKE) * Math.abs(best.slope()) + 2 * d.error(k);
      if (Math.abs(d.value(k) - best.slope()) > allowed) {
        return false;
      }
    }
    return best.isWithin(1 - Ladder.ALIKE);
  }

  /**
   * Values away from 0, the farthest first: a step that is larger than the point itself could leave
   * the domain on the other side.
   */
  private List<Sample> outward() {
    List<Sample> samples = new ArrayList<>();
    for (Rung rung : rungs) {
      samples.add(scale.outward() < 0 ? rung.before() : rung.after());
    }
    double limit = FAR * scale.farthest();
    for (double step = 2 * rungs.getFirst().step();
        step <= limit && scale.outward() != 0;
        step *= 2) {
      Sample sample = slice.at(scale.outward() * step);
      if (!sample.isFinite() || !sample.sameBranches(samples.getFirst())) {
        break;
      }
      samples.addFirst(sample);
    }
    return samples;
  }

  /** All steps down to the last places of the point, the largest first. */
  private List<Rung> ladder(double largest) {
    List<Rung> steps = new ArrayList<>();
    double step = largest;
    int most = scale.finest() == 0 ? MOST_HALVINGS_AT_ZERO : MOST_HALVINGS;
    for (int k = 0; k < most && step > Math.max(scale.finest(), Double.MIN_NORMAL); k++) {
      steps.add(rung(step));
      step /= 2;
      if (k >= MOST_HALVINGS && isSettled(steps)) {
        break;
      }
    }
    return steps;
  }

  /** Whether the last few differences are all but the same. */
  private static boolean isSettled(List<Rung> rungs) {
    List<Rung> last = rungs.subList(rungs.size() - Ladder.MANY_BENDS, rungs.size());
    double difference = last.getLast().difference();
    return last.stream()
        .allMatch(rung ->
            Math.abs(rung.difference() - difference)
                <= POOR * Math.abs(difference) + 2 * rung.differenceError(0));
  }
}
