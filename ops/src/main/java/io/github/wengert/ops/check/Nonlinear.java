package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.PullbackFindings.shown;

/** Tells that a pullback is not linear, unless it is something worse. */
record Nonlinear(PullbackRepeats repeated, PullbackFindings findings) {
  /**
   * A pullback with a state is not linear either, but that is not what is wrong with it.
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
