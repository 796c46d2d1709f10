package io.github.wengert.ops.check;

import io.github.wengert.ops.check.slope.SlopeEstimate;
import io.github.wengert.ops.check.slope.SlopeEstimate.Basis;
import java.time.Duration;

/** What a verdict rests on, in words. Numbers are rounded, so that like reasons are the same. */
final class Reasons {
  private static final Duration A_YEAR = Duration.ofDays(365);

  private Reasons() {}

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

  /** Returns why derivatives were not compared when the time was over. */
  static String timeIsOver(GradientCheck settings) {
    return "the time limit of " + Wording.duration(settings.timeLimit()) + " was over";
  }

  /** Returns why derivatives were not compared when an evaluation went on and on. */
  static String doesNotReturn(GradientCheck settings) {
    return Wording.format(
        "an evaluation of the function did not return within the time limit of %s, and its thread"
            + " goes on",
        Wording.duration(settings.timeLimit()));
  }

  /** Returns why derivatives were not compared when the evaluations were used up. */
  static String evaluationsAreSpent(GradientCheck settings) {
    return Wording.format("the limit of %,d evaluations was reached", settings.mostEvaluations());
  }

  /** Returns which settings would make a report that is undecided right. */
  static String howToAccept(GradientReport report) {
    StringBuilder words = new StringBuilder();
    if (report.skipped() > 0) {
      Duration limit = report.settings().timeLimit();
      Duration longer = limit.compareTo(A_YEAR) < 0 ? limit.multipliedBy(2) : limit;
      words
          .append("to compare all of it: withTimeLimit(Duration.parse(\"")
          .append(longer)
          .append("\")), withMostEvaluations(…), or fewer derivatives: withMode(Mode.SAMPLES)");
    }
    if (report.exceedsUndecided()) {
      words
          .append(words.isEmpty() ? "" : "; ")
          .append(
              Wording.format(
                  "to accept derivatives that cannot be decided: withUndecided(%s)",
                  Math.ceil(1000 * report.undecidedShare()) / 1000));
    }
    return words.toString();
  }
}
