package io.github.wengert.ops.check;

import io.github.wengert.ops.check.SlopeEstimate.Kind;
import java.util.List;
import java.util.function.Supplier;

/** Compares an analytic derivative with what differences say, by the error that these admit. */
final class Judge {
  /** A kinked estimate is less exact than a smooth one, as its differences are one-sided. */
  private static final double SIDE_TOLERANCE = 1e-5;

  /** An estimate that is worse than this, relative to the derivative, decides nothing. */
  private static final double USELESS = 1e-3;

  private final double tolerance;
  private final double negligible;
  private final double rounding;

  /**
   * @param tolerance the relative error that is allowed on top of the estimate's own
   * @param negligible derivatives below it are lost in the rounding of the function's values, and
   *     count as 0
   * @param rounding how far off the derivative may be because its cotangents are rounded
   */
  Judge(double tolerance, double negligible, double rounding) {
    this.tolerance = tolerance;
    this.negligible = negligible;
    this.rounding = rounding;
  }

  /** A verdict, and the estimate that it rests on. */
  record Ruling(Verdict verdict, SlopeEstimate estimate) {}

  /**
   * Rules on a derivative.
   *
   * @param opinions give other estimates, asked before anything is called wrong; the one that
   *     speaks most for the derivative counts
   */
  Ruling rule(double analytic, SlopeEstimate first, List<Supplier<SlopeEstimate>> opinions) {
    Verdict verdict = verdict(analytic, first);
    // A kink that no operation owns may be rounding.
    boolean sure = verdict == Verdict.KINK && !first.operations().isEmpty();
    if (sure || verdict == Verdict.PASS || verdict == Verdict.NONFINITE || opinions.isEmpty()) {
      return new Ruling(verdict, first);
    }
    Ruling best = new Ruling(Verdict.WRONG, first);
    for (Supplier<SlopeEstimate> opinion : opinions) {
      SlopeEstimate estimate = opinion.get();
      Ruling ruling = new Ruling(verdict(analytic, estimate), estimate);
      best = ruling.verdict().compareTo(best.verdict()) <= 0 ? ruling : best;
      if (best.verdict() == Verdict.PASS || best.verdict() == Verdict.KINK) {
        return best;
      }
    }
    return best;
  }

  private static double distance(double analytic, SlopeEstimate estimate) {
    return Math.abs(analytic - estimate.slope());
  }

  private Verdict verdict(double analytic, SlopeEstimate estimate) {
    if (estimate.kind() == Kind.NONFINITE || !Double.isFinite(analytic)) {
      return Verdict.NONFINITE;
    }
    return estimate.kind() == Kind.KINK
        ? atKink(analytic, estimate)
        : atSmoothPoint(analytic, estimate);
  }

  private Verdict atSmoothPoint(double analytic, SlopeEstimate estimate) {
    double larger = Math.max(Math.abs(analytic), Math.abs(estimate.slope()));
    double off = distance(analytic, estimate);
    if (off == 0) {
      return Verdict.PASS;
    }
    if (off <= tolerance * larger + estimate.error()) {
      double known = Math.max(USELESS * larger, negligible);
      return estimate.error() <= known ? Verdict.PASS : Verdict.IMPRECISE;
    }
    return off > Math.max(4 * estimate.error(), rounding) ? Verdict.WRONG : Verdict.IMPRECISE;
  }

  private static Verdict atKink(double analytic, SlopeEstimate estimate) {
    double low = Math.min(estimate.left(), estimate.right());
    double high = Math.max(estimate.left(), estimate.right());
    double slack = 4 * estimate.error() + SIDE_TOLERANCE * Math.max(Math.abs(low), Math.abs(high));
    return analytic >= low - slack && analytic <= high + slack
        ? Verdict.KINK
        : Verdict.KINK_OUTSIDE;
  }
}
