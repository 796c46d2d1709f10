package io.github.wengert.optim;

/**
 * Thrown when a number that configures training is outside its range, or conflicts with another
 * one.
 */
public final class HyperparameterException extends OptimException {
  private static final long serialVersionUID = 1L;

  HyperparameterException(String message) {
    super(message);
  }

  /** Refuses a condition that does not hold; NaN fulfils none. */
  static void require(boolean holds, String operation, String what, Number value, String range) {
    if (!holds) {
      throw new HyperparameterException(
          "%s: the %s is out of range: (%s not in %s)".formatted(operation, what, value, range));
    }
  }

  /** Refuses a number that is not in [0, ∞). */
  static void requireNotNegative(String operation, String what, double value) {
    require(value >= 0 && Double.isFinite(value), operation, what, value, "[0, ∞)");
  }

  /** Refuses a share that is not in [0, 1). */
  static void requireShare(String operation, String what, double share) {
    require(share >= 0 && share < 1, operation, what, share, "[0, 1)");
  }

  /**
   * Refuses an ε that is not in [1.2e-38, ∞): a smaller one is 0 as a float, which a gradient of 0
   * would be divided by.
   */
  static void requireEpsilon(String operation, double epsilon) {
    require(
        epsilon >= Float.MIN_NORMAL && Double.isFinite(epsilon),
        operation,
        "epsilon",
        epsilon,
        "[1.2e-38, ∞)");
  }
}
