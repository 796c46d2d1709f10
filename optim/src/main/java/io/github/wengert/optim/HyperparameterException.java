package io.github.wengert.optim;

/** A number that configures training lies outside its range, or does not go with another one. */
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
}
