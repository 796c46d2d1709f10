package io.github.wengert.ops.check.limit;

import io.github.wengert.ops.check.text.Wording;
import java.time.Duration;

/** Why derivatives were not compared, in words. */
public final class LimitReasons {
  private LimitReasons() {}

  /** An evaluation was about to start after the time limit. */
  public static String timeIsOver(Duration limit) {
    return "the time limit of " + Wording.duration(limit) + " was over";
  }

  /** An evaluation went on beyond the time limit. */
  public static String doesNotReturn(Duration limit) {
    return Wording.format(
        "an evaluation of the function did not return within the time limit of %s, and its thread"
            + " goes on",
        Wording.duration(limit));
  }

  /** The evaluations were used up. */
  static String evaluationsAreSpent(long limit) {
    return Wording.format("the limit of %,d evaluations was reached", limit);
  }
}
