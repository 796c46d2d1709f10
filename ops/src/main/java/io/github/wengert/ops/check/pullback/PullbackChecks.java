package io.github.wengert.ops.check.pullback;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.findings.ReportBuilder;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.check.settings.GradientSettings;

/**
 * Whether a pullback is linear in its cotangent, and a function of it and of the point alone.
 *
 * <p>Differences cannot show that: they compare for one cotangent, and call the pullback twice.
 * Here it is called {@linkplain PullbackRepeats a dozen times} with the same cotangent, then with
 * {@linkplain PullbackMultiples multiples} and {@linkplain PullbackAdditions sums and parts} of it.
 */
public final class PullbackChecks {
  private final PullbackRepeats repeated;
  private final PullbackMultiples multiples;
  private final PullbackAdditions additions;
  private final boolean few;
  private final long affordable;

  public PullbackChecks(
      GradientSettings settings,
      CheckedFunction checked,
      Tensor cotangent,
      int order,
      Key key,
      ReportBuilder report) {
    long planned = settings.comparisons(checked.point());
    long elements = checked.point().stream().mapToLong(Tensor::elements).sum();
    this.few = planned < 50 && elements > GradientSettings.MANY_ELEMENTS;
    this.affordable = settings.order() == 1 ? planned / 4 : planned;
    Key own = key.split("pullback");
    PullbackFindings findings = new PullbackFindings(checked, order, report);
    PullbackCalls calls = new PullbackCalls(settings, checked, findings);
    this.repeated = new PullbackRepeats(calls, findings, cotangent);
    LinearityFindings nonlinear = new LinearityFindings(repeated, findings);
    this.multiples = new PullbackMultiples(calls, repeated, nonlinear, cotangent);
    PullbackSums sums = new PullbackSums(calls, repeated, nonlinear, cotangent, own);
    this.additions = new PullbackAdditions(calls, sums, cotangent, repeated.first(), own);
  }

  /** Whether equal calls of the pullback gave equal results. */
  public boolean repeats() {
    return repeated.repeats();
  }

  public void run() {
    repeated.run(few);
    if (repeats()) {
      multiples.run(few);
    }
    if (repeats()) {
      additions.run(few, affordable);
    }
  }

  /** Calls the pullback once more, after everything in between. */
  public void runOnceMore() {
    repeated.callAgain();
  }
}
