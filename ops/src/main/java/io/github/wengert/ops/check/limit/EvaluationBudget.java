package io.github.wengert.ops.check.limit;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Limits how long a check takes and how often it evaluates the function. */
public final class EvaluationBudget {
  private final Duration timeLimit;
  private final long mostEvaluations;
  private final Deadline deadline;
  private long evaluations;

  public EvaluationBudget(Duration timeLimit, long mostEvaluations) {
    this.timeLimit = timeLimit;
    this.mostEvaluations = mostEvaluations;
    this.deadline = Deadline.in(timeLimit);
  }

  /**
   * Evaluates the function once more.
   *
   * @throws LimitReachedError if a limit is reached
   */
  public <R extends @Nullable Object> R spend(Supplier<R> evaluation) {
    if (++evaluations > mostEvaluations) {
      throw new LimitReachedError(LimitReasons.evaluationsAreSpent(mostEvaluations));
    }
    if (deadline.isOver()) {
      throw new LimitReachedError(LimitReasons.timeIsOver(timeLimit));
    }
    return evaluation.get();
  }
}
