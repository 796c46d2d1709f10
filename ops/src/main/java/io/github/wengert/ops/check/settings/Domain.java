package io.github.wengert.ops.check.settings;

/**
 * Where a function may be evaluated: no element of an input is moved out of an interval.
 *
 * @param low the smallest number that is allowed
 * @param high the largest one
 */
public record Domain(double low, double high) {
  /** All numbers. */
  public static final Domain ALL = new Domain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if there is no number between them
   */
  public Domain {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "domain: the lower bound must be less than the upper one (%s ≥ %s)".formatted(low, high));
    }
  }
}
