package io.github.wengert.ops.check.compare;

import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.slope.SlopeEstimate;
import io.github.wengert.ops.check.slope.SlopeEstimate.Basis;
import io.github.wengert.ops.check.text.Wording;

/** The reasons for verdicts, in words. Numbers are rounded, so that similar reasons are equal. */
public final class VerdictReasons {
  private VerdictReasons() {}

  /** Returns what a verdict on a derivative rests on, as far as differences can tell. */
  static String of(Verdict verdict, double analytic, SlopeEstimate estimate) {
    return switch (verdict) {
      case IMPRECISE -> imprecise(analytic, estimate);
      case KINK, KINK_OUTSIDE -> kink(estimate);
      case NONFINITE ->
          Double.isFinite(analytic)
              ? "the function is not finite there"
              : "the analytic derivative is " + analytic;
      case PASS, NONDETERMINISTIC, WRONG -> "";
    };
  }

  private static String imprecise(double analytic, SlopeEstimate estimate) {
    double larger = Math.max(Math.abs(analytic), Math.abs(estimate.slope()));
    double off = Math.abs(analytic - estimate.slope());
    if (estimate.basis() == Basis.EXACT) {
      return "rounding alone may put it off by its whole size";
    }
    if (estimate.basis() == Basis.DISPUTED) {
      return "differences confirm it, but an evaluation of the function in 106 bits does not";
    }
    if (larger <= 2 * estimate.error()) {
      return "the differences cannot tell it from 0" + atStep(estimate);
    }
    return off <= 4 * estimate.error()
        ? "the differences determine it only to "
            + Wording.power(estimate.error() / larger)
            + " of its size"
            + atStep(estimate)
        : "it is off by "
            + Wording.power(off / larger)
            + " of its size, as rounding inside its rule may be";
  }

  private static String atStep(SlopeEstimate estimate) {
    return ": at the best step, %s, values are off by up to %s"
        .formatted(Wording.power(estimate.step()), Wording.power(estimate.valueError()));
  }

  private static String kink(SlopeEstimate estimate) {
    return estimate.operations().isEmpty() && estimate.basis() != Basis.EXACT
        ? "the slopes of both sides do not meet as the step shrinks to "
            + Wording.power(estimate.step())
        : "another branch of " + String.join(", ", estimate.operations()) + " on either side";
  }
}
