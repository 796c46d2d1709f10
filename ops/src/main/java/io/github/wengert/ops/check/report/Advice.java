package io.github.wengert.ops.check.report;

import io.github.wengert.ops.check.text.Wording;
import java.time.Duration;

/** What to do about an undecided report, in words. */
public final class Advice {
  private static final Duration A_YEAR = Duration.ofDays(365);

  private Advice() {}

  /** Returns which settings would make a report that is undecided right. */
  public static String howToAccept(GradientReport report) {
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
                  "to accept derivatives that cannot be decided: withAcceptedUndecided(%s)",
                  Math.ceil(1000 * report.undecidedShare()) / 1000));
    }
    return words.toString();
  }
}
