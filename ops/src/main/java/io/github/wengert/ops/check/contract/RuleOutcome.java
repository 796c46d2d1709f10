package io.github.wengert.ops.check.contract;

import org.jspecify.annotations.Nullable;

/** Whether a rule is kept, and what was seen. */
record RuleOutcome(boolean holds, String words) {
  static final RuleOutcome YES = yes("");

  static RuleOutcome yes(String words) {
    return new RuleOutcome(true, words);
  }

  static RuleOutcome no(String words) {
    return new RuleOutcome(false, words);
  }

  /** Returns no if there is a {@code difference}, which {@code where} tells more about. */
  static RuleOutcome ofDifference(String where, @Nullable String difference) {
    return difference == null ? YES : no(where + ": " + difference);
  }
}
