package io.github.wengert.ops.check;

import com.google.common.collect.ImmutableList;

/**
 * What differences say about the slope of a {@link Line} at 0.
 *
 * @param kind how the function behaves there
 * @param slope the estimate; of a kink, the middle of the two sides
 * @param error how far off the estimate may be, by its own account
 * @param step the step of the differences that it rests on
 * @param left the slope from the left; the same as {@code slope} unless there is a kink
 * @param right the slope from the right; the same as {@code slope} unless there is a kink
 * @param operations the piecewise operations whose branch changes at the kink, as far as they are
 *     known
 */
record SlopeEstimate(
    Kind kind,
    double slope,
    double error,
    double step,
    double left,
    double right,
    ImmutableList<String> operations) {
  enum Kind {
    /** Smooth as far as can be seen. */
    SMOOTH,
    /** Linear over steps as large as 1: the difference is exact but for rounding. */
    LINEAR,
    /** The slopes from both sides may differ. */
    KINK,
    /** No step gives a finite value. */
    NONFINITE
  }

  static SlopeEstimate smooth(Kind kind, double slope, double error, double step) {
    return new SlopeEstimate(kind, slope, error, step, slope, slope, ImmutableList.of());
  }

  static SlopeEstimate nonfinite() {
    return smooth(Kind.NONFINITE, Double.NaN, Double.POSITIVE_INFINITY, 0);
  }
}
