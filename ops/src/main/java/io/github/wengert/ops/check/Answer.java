package io.github.wengert.ops.check;

import org.jspecify.annotations.Nullable;

/** Whether a promise is kept, and what was seen. */
record Answer(boolean holds, String words) {
  static final Answer YES = yes("");

  static Answer yes(String words) {
    return new Answer(true, words);
  }

  static Answer no(String words) {
    return new Answer(false, words);
  }

  /** Returns no if there is a {@code difference}, which {@code where} tells more about. */
  static Answer ofDifference(String where, @Nullable String difference) {
    return difference == null ? YES : no(where + ": " + difference);
  }
}
