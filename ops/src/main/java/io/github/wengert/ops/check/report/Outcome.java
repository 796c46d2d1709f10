package io.github.wengert.ops.check.report;

import io.github.wengert.ops.check.settings.GradientSettings;

/** The outcome of a gradient check. */
public enum Outcome {
  /** Nothing speaks against the gradient, and enough of its derivatives could be decided. */
  RIGHT("Nothing speaks against this gradient."),
  /**
   * Nothing speaks against the gradient, but not enough speaks for it: more of its derivatives than
   * {@link GradientSettings#acceptedUndecided} are {@link Verdict#IMPRECISE}, or some were not
   * compared at all.
   */
  UNDECIDED("Nothing speaks against this gradient, but it could not be decided."),
  /** Some derivative {@linkplain Verdict#speaksAgainst speaks against} the gradient. */
  WRONG("This gradient is not right.");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** Returns what it means, in a sentence. */
  public String words() {
    return words;
  }
}
