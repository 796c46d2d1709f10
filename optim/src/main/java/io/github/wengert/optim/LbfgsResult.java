package io.github.wengert.optim;

/**
 * The result of {@link Lbfgs}, at the final parameters.
 *
 * @param reason why it stopped
 * @param iterations the number of steps
 * @param evaluations how often loss and gradient were computed
 * @param loss the loss
 * @param gradientNorm the Euclidean norm of the gradient
 */
public record LbfgsResult(
    Reason reason, int iterations, int evaluations, double loss, double gradientNorm) {
  /** Refuses null. */
  public LbfgsResult {
    Nulls.require(reason, "lbfgs", "reason");
  }

  /** Why a minimisation stopped. */
  public enum Reason {
    /** The norm of the gradient is within its tolerance. */
    GRADIENT,
    /** The last step hardly lowered the loss. */
    CHANGE,
    /** The steps that were allowed are used up. */
    ITERATIONS,
    /** The evaluations that were allowed are used up. */
    EVALUATIONS,
    /**
     * No step down the gradient was found. Near a minimum that is due to rounding: the loss cannot
     * be told from its neighbours any more. Far from it, the gradient is not that of the loss, or
     * the loss has no minimum.
     */
    LINE_SEARCH
  }

  /** Whether a tolerance was met. */
  public boolean converged() {
    return reason == Reason.GRADIENT || reason == Reason.CHANGE;
  }
}
