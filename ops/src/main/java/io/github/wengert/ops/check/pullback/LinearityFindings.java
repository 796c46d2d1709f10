package io.github.wengert.ops.check.pullback;

import static io.github.wengert.ops.check.pullback.PullbackFindings.shown;

import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.text.Wording;

/** Reports that a pullback is not linear, unless it keeps state. */
record LinearityFindings(PullbackRepeats repeated, PullbackFindings findings) {
  /**
   * Reports a difference. A pullback that keeps state is not linear either, but then the state is
   * the fault.
   *
   * @param what the cotangent that was pulled back, in words
   * @param hint what may be the reason, in words
   */
  void tell(Difference difference, double error, String what, String hint) {
    repeated.callAgain();
    if (repeated.repeats()) {
      findings.tell(
          difference,
          Verdict.WRONG,
          error,
          Wording.format(
              "not linear: %s gives %s and not %s%s",
              what, shown(difference.got()), shown(difference.expected()), hint));
    }
  }
}
