package io.github.wengert.ops.check.report;

/** The verdict of a gradient check on one derivative, from the best to the worst. */
public enum Verdict {
  /** The analytic derivative agrees with the numeric one within the error of the latter. */
  PASS("agrees", false),
  /**
   * A branch changes between x − h and x + h however small h is, and the analytic derivative lies
   * between the slopes from both sides: a subgradient, as good as any.
   */
  KINK("at a kink, between the slopes of both sides", false),
  /**
   * The numeric derivative itself cannot be trusted: its steps disagree, or rounding drowns it. It
   * says nothing about the analytic one.
   */
  IMPRECISE("cannot be decided: the differences are too imprecise", false),
  /** The function or its derivative is infinite or NaN. */
  NONFINITE("not finite", true),
  /** At a kink, and the analytic derivative lies outside of the slopes of both sides. */
  KINK_OUTSIDE("at a kink, outside of the slopes of both sides", true),
  /** Two runs of the function at the same point differ. */
  NONDETERMINISTIC("the function gives another result each time", true),
  /**
   * The analytic derivative disagrees with the numeric one by more than the error of the latter.
   */
  WRONG("wrong", true);

  private final String words;
  private final boolean against;

  Verdict(String words, boolean against) {
    this.words = words;
    this.against = against;
  }

  /** Returns what it means, in a few words. */
  public String words() {
    return words;
  }

  /**
   * Whether the gradient is not right by it. What is {@link #IMPRECISE} speaks neither against the
   * gradient nor for it.
   */
  public boolean speaksAgainst() {
    return against;
  }
}
