package io.github.wengert.ops.check;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;

/**
 * Whether a pullback is linear in its cotangent, and a function of it and of the point alone.
 *
 * <p>Differences do not see that: they compare for one cotangent, and call the pullback twice. Here
 * it is called {@linkplain PullbackRepeats a dozen times} with the same cotangent; then with
 * {@linkplain PullbackMultiples multiples}, {@linkplain PullbackAdditions sums and parts} of that
 * cotangent.
 */
final class PullbackChecks {
  /** How findings call an input, before its name. */
  static final String PREFIX = "pullback by ";

  /** How findings call all inputs together. */
  static final String ALL = "pullback";

  private final PullbackRepeats repeated;
  private final PullbackMultiples multiples;
  private final PullbackAdditions additions;
  private final boolean few;
  private final long affordable;

  PullbackChecks(
      GradientCheck settings,
      Subject subject,
      Tensor cotangent,
      int order,
      Key key,
      GradientReport.Builder report) {
    long planned = settings.comparisons(subject.point());
    long elements = subject.point().stream().mapToLong(Tensor::elements).sum();
    this.few = planned < 50 && elements > GradientCheck.MANY_ELEMENTS;
    this.affordable = settings.order() == 1 ? planned / 4 : planned;
    Key own = key.split("pullback");
    PullbackFindings findings = new PullbackFindings(subject, order, report);
    PullbackCalls calls = new PullbackCalls(settings, subject, findings);
    this.repeated = new PullbackRepeats(calls, findings, cotangent);
    Nonlinear nonlinear = new Nonlinear(repeated, findings);
    this.multiples = new PullbackMultiples(calls, repeated, nonlinear, cotangent);
    PullbackSums sums = new PullbackSums(calls, repeated, nonlinear, cotangent, own);
    this.additions = new PullbackAdditions(calls, sums, cotangent, repeated.first(), own);
  }

  /** Whether the pullback gave the same whenever it was asked the same. */
  boolean repeats() {
    return repeated.repeats();
  }

  void run() {
    repeated.run(few);
    if (repeats()) {
      multiples.run(few);
    }
    if (repeats()) {
      additions.run(few, affordable);
    }
  }

  /** Looks once more, after whatever happened in between. */
  void runOnceMore() {
    repeated.callAgain();
  }
}
