package io.github.wengert.ops.check;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long a check may take, and how often it may evaluate the function. */
final class Budget {
  private final GradientCheck settings;
  private final Deadline deadline;
  private long evaluations;

  Budget(GradientCheck settings) {
    this.settings = settings;
    this.deadline = Deadline.in(settings.timeLimit());
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
    if (deadline.isOver()) {
      throw new LimitReachedError(Reasons.timeIsOver(settings));
    }
    return evaluation.get();
  }
}
