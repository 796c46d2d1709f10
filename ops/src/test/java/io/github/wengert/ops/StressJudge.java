package io.github.wengert.ops;

import io.github.wengert.ops.exact.Dd;

/**
 * Holds a number against its reference.
 *
 * @param dtype the type of the number
 */
record StressJudge(DType dtype) {
  /** The error of a number as a share of what is allowed, and in units in the last place. */
  record Score(double share, double ulps) {
    static final Score RIGHT = new Score(0, 0);
    static final Score UNDECIDED = new Score(0, 0);
    static final Score WRONG = new Score(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private int precision() {
    return dtype == DType.F32 ? 24 : 53;
  }

  private int maxExponent() {
    return dtype == DType.F32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT;
  }

  private int minExponent() {
    return dtype == DType.F32 ? Float.MIN_EXPONENT : Double.MIN_EXPONENT;
  }

  /** Returns the unit in the last place of a number. */
  private Dd ulp(Dd x) {
    int exponent = x.isZero() ? minExponent() : Math.max(minExponent(), x.exponent());
    return Dd.ONE.scaled(Math.min(exponent, maxExponent()) - precision() + 1);
  }

  /** Returns the smallest positive number. */
  Dd quantum() {
    return Dd.ONE.scaled(minExponent() - precision() + 1);
  }

  /** Returns the least number that is beyond the range. */
  private Dd beyond() {
    return Dd.ONE.scaled(maxExponent() + 1);
  }

  /**
   * Judges {@code actual}.
   *
   * @param expected the exact result
   * @param error the error of a computation in steps, in units of roundoff
   * @param quanta how many of the smallest positive numbers the steps may lose to underflow
   * @param terms how many numbers may be added on the way, and overflow where the result does not
   */
  Score judge(
      double actual, Dd expected, Dd error, StressBounds.Bound bound, double quanta, int terms) {
    if (error.isSame(Dd.INFINITY)) {
      return Score.UNDECIDED; // : a kink within the rounding, or nothing is documented
    }
    if (expected.isNaN()) {
      return Double.isNaN(actual) ? Score.RIGHT : Score.WRONG;
    }
    if (terms > 0 && beyond().scaled(-2).isLess(error.mul(terms))) {
      return Score.UNDECIDED;
    }
    if (!expected.isFinite()) {
      return actual == expected.toDouble() ? Score.RIGHT : Score.WRONG;
    }
    if (Double.isNaN(actual)) {
      return Score.WRONG;
    }
    Dd ulp = ulp(expected);
    Dd difference = clipped(Dd.of(actual)).sub(clipped(expected)).abs();
    if (difference.isZero()) {
      return Score.RIGHT;
    }
    Dd allowed =
        ulp.mul(bound.ulps())
            .add(error.scaled(-precision()).mul(bound.steps()))
            .add(quantum().mul(quanta));
    return new Score(difference.div(allowed).toDouble(), difference.div(ulp).toDouble());
  }

  private Dd clipped(Dd x) {
    Dd beyond = beyond();
    return beyond.isLess(x.abs()) ? x.signum() < 0 ? beyond.neg() : beyond : x;
  }
}
