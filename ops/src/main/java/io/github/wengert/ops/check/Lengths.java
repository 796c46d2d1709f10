package io.github.wengert.ops.check;

/**
 * The lengths that matter along a line.
 *
 * @param unit what counts as 1: max(1, |x|)
 * @param finest the step that moves some element by as much as itself; the unit if that is shorter
 * @param span the sum of the magnitudes of the direction's elements
 * @param resolution how far off values may be without showing it, because elements of this size are
 *     rounded
 */
record Lengths(double unit, double finest, double span, double resolution) {
  /** Returns the lengths along one element. */
  static Lengths of(double unit) {
    return new Lengths(unit, unit, 1, 0);
  }
}
