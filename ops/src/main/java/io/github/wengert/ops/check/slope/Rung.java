package io.github.wengert.ops.check.slope;

import io.github.wengert.ops.check.slope.Slice1d.Sample;

/**
 * The values a step before and a step after the point.
 *
 * @param step the step
 * @param before the value at −step
 * @param origin the value at the point
 * @param after the value at +step
 * @param grain the last place of the point: what a step may be off by inside the function
 */
record Rung(double step, Sample before, Sample origin, Sample after, double grain) {
  /** How many roundings of the magnitude a value may be off by. */
  static final double ROUNDINGS = 8;

  /** By how many last places of the point a step may be off. */
  private static final double GRAINS = 2;

  static Rung of(Slice1d slice, Sample origin, double step, double grain) {
    return new Rung(step, slice.at(-step), origin, slice.at(step), grain);
  }

  boolean isFinite() {
    return before.isFinite() && after.isFinite();
  }

  /** Whether both values exist, and no branch that is logged lies between them. */
  boolean isWhole() {
    return isFinite() && before.sameBranches(after);
  }

  /** Whether the function does not change at all. */
  boolean isFlat() {
    return before.value() == after.value() && before.value() == origin.value();
  }

  /** By how much a value changes over the step. */
  double change() {
    return Math.max(
        Math.abs(before.value() - origin.value()), Math.abs(after.value() - origin.value()));
  }

  /** The central difference. */
  double difference() {
    return (after.value() - before.value()) / (after.offset() - before.offset());
  }

  /** The difference to the right less that to the left: of smooth functions proportional to h. */
  double bend() {
    return (after.value() - origin.value()) / after.offset()
        - (origin.value() - before.value()) / -before.offset();
  }

  /**
   * How far off a value may be, if {@code noise} was measured beyond the rounding of the result.
   */
  double valueError(double noise) {
    double magnitude = origin.magnitude();
    magnitude = before.isFinite() ? Math.max(magnitude, before.magnitude()) : magnitude;
    magnitude = after.isFinite() ? Math.max(magnitude, after.magnitude()) : magnitude;
    return ROUNDINGS * Math.max(Math.ulp(magnitude), noise)
        + Math.max(before.displaced(), after.displaced());
  }

  /**
   * How far off the central difference may be through rounding: that of the values, and that of
   * numbers of the point's size in the function, of which all values may be off alike.
   */
  double differenceError(double noise) {
    return valueError(noise) / step + argumentError(difference());
  }

  /**
   * How far off a difference may be because the function rounds what it makes of its argument:
   * {@code c x} is off by about a last place of x, and not by the same at neighbours.
   */
  double argumentError(double difference) {
    double astray = GRAINS * grain / step * Math.abs(difference);
    return astray >= 0 ? astray : 0;
  }
}
