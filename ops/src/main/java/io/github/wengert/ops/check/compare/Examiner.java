package io.github.wengert.ops.check.compare;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.exact.ExactDerivatives;
import io.github.wengert.ops.check.exact.ExactRule;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.slope.Kinks;
import io.github.wengert.ops.check.slope.Scale;
import io.github.wengert.ops.check.slope.Slice1d;
import io.github.wengert.ops.check.slope.Slice1d.Sample;
import io.github.wengert.ops.check.slope.SlopeEstimate;
import io.github.wengert.ops.check.slope.SlopeEstimator;
import io.github.wengert.ops.exact.ExactSlope;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides on one derivative, with as little work as the decision takes.
 *
 * <pre>
 *   a few differences ──agree──▶ PASS
 *        │ else
 *   106 bits, if all of the function is known ──▶ PASS, KINK, …
 *        │ unknown, or WRONG
 *   all differences ──▶ verdict; nothing is WRONG that rounding or a kink explains
 * </pre>
 */
final class Examiner {
  /** How many times its noise a derivative may be off by. */
  private static final double DEVIATIONS = 8;

  /** By how many changes within last places a derivative may be off. */
  private static final double CHANGES = 32;

  /** What is off by less of its size has digits left, so that it is not lost in rounding. */
  private static final double LOST = 1e-3;

  /** An element of less than this share of those around may be drowned by what they do. */
  private static final double SMALL = 0x1p-10;

  private final Judge judge;
  private final CheckedFunction checked;
  private final Tensor cotangent;
  private final Sample origin;
  private final Supplier<@Nullable ExactDerivatives> exact;
  private final boolean jumps;

  /**
   * @param origin the value of the function at the point
   * @param exact the derivatives in about 106 bits; null if they cannot be had
   * @param jumps whether the function jumps where another one has a kink, as derivatives do
   */
  Examiner(
      Judge judge,
      CheckedFunction checked,
      Tensor cotangent,
      Sample origin,
      Supplier<@Nullable ExactDerivatives> exact,
      boolean jumps) {
    this.judge = judge;
    this.checked = checked;
    this.cotangent = cotangent;
    this.origin = origin;
    this.exact = exact;
    this.jumps = jumps;
  }

  /**
   * A derivative to examine.
   *
   * @param input the name of the input, for the report
   * @param index the index of the element, or the number of the direction
   * @param analytic the derivative that was computed
   * @param slice the function along the direction
   * @param scale the lengths that matter along it
   * @param direction the direction
   * @param rounding what rounding may do to the analytic derivative
   * @param changing the slice of those outputs only that change along it; null if that is all
   * @param beside slices beside the point
   */
  record Place(
      String input,
      List<Integer> index,
      double analytic,
      Slice1d slice,
      Scale scale,
      List<double[]> direction,
      Supplier<RuleNoise.Rounding> rounding,
      Supplier<@Nullable Slice1d> changing,
      Kinks.Beside beside) {}

  /** A verdict, and the estimate that it rests on. */
  record Ruling(Verdict verdict, SlopeEstimate estimate) {}

  /** Examines one derivative. */
  Ruling rule(Place place) {
    double analytic = place.analytic();
    SlopeEstimator estimator = new SlopeEstimator(place.slice(), origin, place.scale());
    double rounding = Math.ulp(estimator.magnitude()) / place.scale().unit();
    SlopeEstimate quick = estimator.quickly();
    if (quick != null && judge.confirms(analytic, quick)) {
      return new Ruling(Verdict.PASS, quick);
    }
    if (quick != null && isPlainZero(place, quick, rounding)) {
      Slice1d changing = place.changing().get();
      return changing == null
          ? new Ruling(Verdict.PASS, quick)
          : ruleByDifferences(place, changing);
    }
    Ruling exactly = ruleExactly(place, rounding);
    if (exactly != null && exactly.verdict() != Verdict.WRONG) {
      return exactly;
    }
    Ruling byDifferences = ruleByDifferences(place, estimator, rounding);
    if (exactly != null) {
      return judge.confirms(analytic, byDifferences.estimate())
          ? new Ruling(Verdict.IMPRECISE, byDifferences.estimate().disputed())
          : exactly;
    }
    Slice1d changing = judge.confirms(analytic, byDifferences.estimate()) ? null : changing(place);
    return changing == null ? byDifferences : ruleByDifferences(place, changing);
  }

  /** Whether a derivative of 0 is confirmed, and by no rounding that could hide another one. */
  private static boolean isPlainZero(Place place, SlopeEstimate quick, double rounding) {
    boolean isSmall = place.scale().unit() < SMALL * place.scale().farthest();
    return place.analytic() == 0 && !isSmall && Judge.isZero(0, quick, rounding);
  }

  /** Returns the slice of the outputs that change, if that is fewer and has to be looked at. */
  private static @Nullable Slice1d changing(Place place) {
    return place.analytic() == 0 && place.scale().unit() >= SMALL * place.scale().farthest()
        ? null
        : place.changing().get();
  }

  private Ruling ruleByDifferences(Place place, Slice1d changing) {
    Sample there = changing.at(0);
    SlopeEstimator estimator = new SlopeEstimator(changing, there, place.scale());
    double rounding = Math.ulp(estimator.magnitude()) / place.scale().unit();
    return ruleByDifferences(place, estimator, rounding);
  }

  /** Looks at larger and larger steps until the verdict is sure. */
  private Ruling ruleByDifferences(Place place, SlopeEstimator estimator, double rounding) {
    double analytic = place.analytic();
    SlopeEstimate estimate = estimator.nearby();
    Verdict verdict = judge.verdict(analytic, estimate, rounding);
    if (verdict != Verdict.PASS && !estimator.isSure(estimate)) {
      estimate = estimator.closely();
      verdict = judge.verdict(analytic, estimate, rounding);
    }
    if (verdict == Verdict.IMPRECISE) {
      estimate = estimator.farther(estimate);
      verdict = judge.verdict(analytic, estimate, rounding);
    }
    return new Ruling(
        verdict == Verdict.WRONG && estimator.isOnTread()
            ? Verdict.IMPRECISE
            : explained(place, estimate, verdict),
        estimate);
  }

  private @Nullable Ruling ruleExactly(Place place, double rounding) {
    ExactDerivatives derivatives = exact.get();
    ExactSlope slope = derivatives == null ? null : derivatives.slope(place.direction());
    if (slope == null || !Double.isFinite(origin.value())) {
      return null;
    }
    double error = Math.ulp(slope.error());
    if (slope.isKink()) {
      SlopeEstimate sides =
          SlopeEstimate.exact(
              slope.left(), slope.right(), error, ImmutableList.copyOf(slope.kinks()));
      Verdict verdict = judge.verdict(place.analytic(), sides, rounding);
      return new Ruling(explained(place, sides, verdict), sides);
    }
    if (!Double.isFinite(slope.error()) || !Double.isFinite(slope.slope())) {
      return null;
    }
    Verdict verdict =
        judge.exact(
            place.analytic(),
            slope,
            rounding,
            () -> ExactRule.along(checked, cotangent, place.direction()));
    return new Ruling(verdict, SlopeEstimate.exact(slope.slope(), error));
  }

  /** Looks for what else explains that a derivative disagrees. */
  private Verdict explained(Place place, SlopeEstimate estimate, Verdict verdict) {
    if (verdict == Verdict.KINK_OUTSIDE) {
      double unit = place.scale().unit();
      return Kinks.allow(place.analytic(), estimate, place.beside(), unit, jumps)
          ? Verdict.KINK
          : verdict;
    }
    return verdict == Verdict.WRONG && isRounding(place, estimate) ? Verdict.IMPRECISE : verdict;
  }

  /** Whether what the rules computed may be off by rounding, as far as neighbours can tell. */
  private static boolean isRounding(Place place, SlopeEstimate estimate) {
    double off = Math.abs(place.analytic() - estimate.slope());
    double larger = Math.max(Math.abs(place.analytic()), Math.abs(estimate.slope()));
    RuleNoise.Rounding rounding = place.rounding().get();
    return off <= CHANGES * rounding.change()
        || (off > LOST * larger && off <= DEVIATIONS * rounding.noise());
  }
}
