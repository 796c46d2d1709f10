package io.github.wengert.optim;

/**
 * A learning rate for each step.
 *
 * <p>A schedule of one's own is a lambda: {@code step -> 0.1 / Math.sqrt(step + 1)}.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns the learning rate η, in [0, ∞).
   *
   * @param step the number of the step, from 0
   */
  double rate(long step);

  /**
   * Returns the same rate for all steps.
   *
   * @param rate η, in (0, ∞)
   * @throws HyperparameterException if {@code rate} is out of range
   */
  static Schedule constant(double rate) {
    HyperparameterException.require(
        rate > 0 && Double.isFinite(rate), "constant schedule", "learning rate", rate, "(0, ∞)");
    return step -> rate;
  }
}
