package io.github.wengert.ops.check;

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

  /** Refuses a number outside. */
  void require(String input, double x) {
    if (x < low || x > high) {
      throw new IllegalArgumentException(
          "gradient check: an element of %s is outside of the domain [%s, %s] (%s %s %s)"
              .formatted(input, low, high, x, x < low ? "<" : ">", x < low ? low : high));
    }
  }
}
