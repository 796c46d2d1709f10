package io.github.wengert.ops.check.slope;

import com.google.common.collect.ImmutableList;

/**
 * What values say about the slope of a {@link Slice1d} at 0.
 *
 * @param kind how the function behaves there
 * @param slope the estimate; of a kink, the middle of the two sides
 * @param error how far off the estimate may be, by its own account
 * @param step the step of the differences that it rests on; 0 if it rests on none
 * @param left the slope from the left; the same as {@code slope} unless there is a kink
 * @param right the slope from the right; the same as {@code slope} unless there is a kink
 * @param operations the piecewise operations whose branch changes at the kink, as far as they are
 *     known
 * @param valueError how far off the values at that step may be
 * @param basis what it rests on
 */
public record SlopeEstimate(
    Kind kind,
    double slope,
    double error,
    double step,
    double left,
    double right,
    ImmutableList<String> operations,
    double valueError,
    Basis basis) {
  /** How a function behaves. */
  public enum Kind {
    /** Smooth as far as can be seen. */
    SMOOTH,
    /** The slopes from both sides may differ. */
    KINK,
    /** No step gives a finite value. */
    NONFINITE
  }

  /** What an estimate may rest on. */
  public enum Basis {
    /** Differences of values. */
    DIFFERENCES,
    /** The same, on one side of the point: on the other, no value is finite. */
    ONE_SIDE,
    /** An evaluation in about 106 bits. */
    EXACT,
    /** Differences, with which an evaluation in about 106 bits does not agree. */
    DISPUTED
  }

  /** Returns the slope of a smooth function, by differences. */
  static SlopeEstimate smooth(
      double slope, double error, double step, double valueError, Basis basis) {
    return new SlopeEstimate(
        Kind.SMOOTH, slope, error, step, slope, slope, ImmutableList.of(), valueError, basis);
  }

  /** Returns the slope of a function that is smooth at the point, in about 106 bits. */
  public static SlopeEstimate exact(double slope, double error) {
    return smooth(slope, error, 0, 0, Basis.EXACT);
  }

  /** Returns the slopes of both sides of a kink, in about 106 bits. */
  public static SlopeEstimate exact(
      double left, double right, double error, ImmutableList<String> operations) {
    return new SlopeEstimate(
        Kind.KINK, left / 2 + right / 2, error, 0, left, right, operations, 0, Basis.EXACT);
  }

  /** Returns the slopes of both sides of a kink, by differences. */
  static SlopeEstimate kink(
      double left, double right, double error, double step, ImmutableList<String> operations) {
    return new SlopeEstimate(
        Kind.KINK,
        left / 2 + right / 2,
        error,
        step,
        left,
        right,
        operations,
        0,
        Basis.DIFFERENCES);
  }

  /** Returns that there is no slope to be had. */
  public static SlopeEstimate nonfinite() {
    return new SlopeEstimate(
        Kind.NONFINITE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        0,
        Double.NaN,
        Double.NaN,
        ImmutableList.of(),
        0,
        Basis.DIFFERENCES);
  }

  /** Returns this estimate as one with which an evaluation in about 106 bits does not agree. */
  public SlopeEstimate disputed() {
    return new SlopeEstimate(
        kind, slope, error, step, left, right, operations, valueError, Basis.DISPUTED);
  }

  /** Whether the error is at most this share of the slope. */
  public boolean isWithin(double share) {
    return error <= share * Math.abs(slope);
  }
}
