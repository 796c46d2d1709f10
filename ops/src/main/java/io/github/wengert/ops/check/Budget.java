package io.github.wengert.ops.check;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long a check may take, and how often it may evaluate the function. */
final class Budget {
  private static final Duration LONGEST = Duration.ofDays(365);

  private final GradientCheck settings;
  private final long start = System.nanoTime();
  private final long nanos;
  private long evaluations;

  Budget(GradientCheck settings) {
    this.settings = settings;
    Duration limit = settings.timeLimit();
    this.nanos = (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
  }

  /**
   * Evaluates the function once more.
   *
   * @throws LimitReachedError if a limit is reached
   */
  <R extends @Nullable Object> R spend(Supplier<R> evaluation) {
    if (++evaluations > settings.mostEvaluations()) {
      throw new LimitReachedError(Reasons.evaluationsAreSpent(settings));
    }
    if (System.nanoTime() - start > nanos) {
      throw new LimitReachedError(Reasons.timeIsOver(settings));
    }
    return evaluation.get();
  }
}
