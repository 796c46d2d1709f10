package io.github.wengert.ops.check.compare;

import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.slope.SlopeEstimate;
import io.github.wengert.ops.check.slope.SlopeEstimate.Kind;
import io.github.wengert.ops.exact.Conditioned;
import io.github.wengert.ops.exact.ExactSlope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares an analytic derivative with a numeric estimate, by the error of the estimate.
 *
 * @param tolerance the relative error that is allowed on top of the estimate's own
 */
record Judge(double tolerance) {
  /** A kinked estimate is less exact than a smooth one, as its differences are one-sided. */
  private static final double SIDE_TOLERANCE = 1e-5;

  /** An estimate that is worse than this, relative to the derivative, decides nothing. */
  private static final double USELESS = 1e-3;

  /** An estimate of a first look must be better than this. */
  private static final double KNOWN = 1e-6;

  /** Beyond so many of its errors an estimate contradicts a derivative. */
  private static final double ERRORS = 4;

  /** How many roundings of its steps a derivative may be off by. */
  private static final double ROUNDINGS = 64;

  /** What 106 bits leave of a rounding of 53. */
  private static final double EXACT = 0x1p-96;

  /** What rounding leaves no more of than this is lost. */
  private static final double LOST = 0.1;

  /** How many of them differences of small steps resolve. */
  private static final double MANY_LAST_PLACES = 0x1p12;

  /** The same where values do not change at all: for steps of a billionth of the point. */
  private static final double FLAT_LAST_PLACES = 0x1p34;

  /** Errors below this are of values that are 0 and stay 0. */
  private static final double UNDERFLOW = 0x1p-1000;

  /** How many of them are none at all. */
  private static final double FEW_LAST_PLACES = 4;

  /** How many last places of the values over the point's own size a derivative of 0 stands for. */
  private static final double LAST_PLACES = 64;

  /** Whether an estimate that is known well confirms the derivative. */
  boolean confirms(double analytic, SlopeEstimate estimate) {
    double larger = Math.max(Math.abs(analytic), Math.abs(estimate.slope()));
    return estimate.kind() == Kind.SMOOTH
        && off(analytic, estimate) <= tolerance * larger + estimate.error()
        && estimate.error() <= KNOWN * larger;
  }

  /**
   * Rules on a derivative.
   *
   * @param rounding the last place of what the function's value is added up from, over the point's
   *     size: a derivative below it changes no value
   */
  Verdict verdict(double analytic, SlopeEstimate estimate, double rounding) {
    if (estimate.kind() == Kind.NONFINITE || !Double.isFinite(analytic)) {
      return Verdict.NONFINITE;
    }
    return estimate.kind() == Kind.KINK
        ? atKink(analytic, estimate)
        : atSmoothPoint(analytic, estimate, rounding);
  }

  private Verdict atSmoothPoint(double analytic, SlopeEstimate estimate, double rounding) {
    double larger = Math.max(Math.abs(analytic), Math.abs(estimate.slope()));
    double off = off(analytic, estimate);
    if (off <= tolerance * larger + estimate.error()) {
      return estimate.error() <= USELESS * larger || isZero(analytic, estimate, rounding)
          ? Verdict.PASS
          : Verdict.IMPRECISE;
    }
    return off > Math.max(tolerance * larger + ERRORS * estimate.error(), LAST_PLACES * rounding)
        ? Verdict.WRONG
        : Verdict.IMPRECISE;
  }

  /**
   * Rules on a derivative that is known in about 106 bits, and not at a kink.
   *
   * @param rule what the pullbacks yield as formulas; null if that is not known
   */
  Verdict exact(
      double analytic, ExactSlope exact, double rounding, Supplier<@Nullable Conditioned> rule) {
    if (!Double.isFinite(analytic)) {
      return Verdict.NONFINITE;
    }
    double larger = Math.max(Math.abs(analytic), Math.abs(exact.slope()));
    double off = Math.abs(analytic - exact.slope());
    double allowed = ROUNDINGS * Math.ulp(exact.error());
    boolean agrees = off <= tolerance * larger + allowed;
    if (agrees && allowed <= LOST * larger) {
      return Verdict.PASS;
    }
    Conditioned formula = rule.get();
    boolean isRounding =
        formula == null ? off <= LAST_PLACES * rounding : isRounding(analytic, exact, formula);
    if (isRounding) {
      return Verdict.PASS;
    }
    return agrees ? Verdict.IMPRECISE : Verdict.WRONG;
  }

  /** Whether the rules are right as formulas, and rounding explains what they computed. */
  private boolean isRounding(double analytic, ExactSlope exact, Conditioned formula) {
    double slope = formula.value().toDouble();
    double error = formula.error().toDouble();
    double larger = Math.max(Math.abs(slope), Math.abs(exact.slope()));
    return Math.abs(slope - exact.slope()) <= tolerance * larger + EXACT * error
        && Math.abs(analytic - slope) <= ROUNDINGS * Math.ulp(error);
  }

  /**
   * Whether the derivative changes no value by more than some last places, and differences resolve
   * nothing else as well as they can; or it is 0 and values do not change at all close by.
   */
  static boolean isZero(double analytic, SlopeEstimate estimate, double rounding) {
    boolean isFlat = analytic == 0 && estimate.slope() == 0;
    if (isFlat && estimate.error() < UNDERFLOW) {
      return true;
    }
    return Math.abs(analytic) <= FEW_LAST_PLACES * rounding
        && estimate.error() <= (isFlat ? FLAT_LAST_PLACES : MANY_LAST_PLACES) * rounding;
  }

  private static double off(double analytic, SlopeEstimate estimate) {
    return Math.abs(analytic - estimate.slope());
  }

  private static Verdict atKink(double analytic, SlopeEstimate estimate) {
    double low = Math.min(estimate.left(), estimate.right());
    double high = Math.max(estimate.left(), estimate.right());
    double slack =
        ERRORS * estimate.error() + SIDE_TOLERANCE * Math.max(Math.abs(low), Math.abs(high));
    return analytic >= low - slack && analytic <= high + slack
        ? Verdict.KINK
        : Verdict.KINK_OUTSIDE;
  }
}
