package io.github.wengert.ops.exact;

import com.google.common.collect.ImmutableSet;

/**
 * A derivative that was computed in about 106 bits.
 *
 * @param value the value of the function, rounded
 * @param slope the derivative, rounded; at a kink the one that the operations document
 * @param error how far a computation of the derivative may be off whose steps are rounded, in units
 *     of the roundoff u of the type that it runs in; infinite if nothing is known
 * @param kinks the operations whose kink the point cannot be told apart from, if any
 * @param left the derivative just before the point, along the direction
 * @param right the derivative just behind the point
 */
public record ExactSlope(
    double value,
    double slope,
    double error,
    ImmutableSet<String> kinks,
    double left,
    double right) {
  static ExactSlope of(
      Jet jet, ImmutableSet<String> kinks, Conditioned at, Conditioned left, Conditioned right) {
    return new ExactSlope(
        jet.value().toDouble(),
        at.value().toDouble(),
        at.error().max(left.error()).max(right.error()).toDouble(),
        kinks,
        left.value().toDouble(),
        right.value().toDouble());
  }

  /**
   * Whether the slopes of both sides differ, or kinks cancel so that these agree, but not with what
   * the operations document: by more than what is left of 106 bits.
   */
  public boolean isKink() {
    return differ(left, right) || (!kinks.isEmpty() && differ(left, slope));
  }

  private static boolean differ(double a, double b) {
    return Double.compare(a, b) != 0
        && !(Math.abs(a - b) <= 0x1p-50 * Math.max(Math.abs(a), Math.abs(b)));
  }
}
