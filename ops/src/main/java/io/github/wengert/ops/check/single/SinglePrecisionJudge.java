package io.github.wengert.ops.check.single;

import io.github.wengert.ops.check.report.Verdict;
import io.github.wengert.ops.check.single.SinglePrecisionRounding.Evidence;

/**
 * Compares a derivative in single precision with the one in double precision.
 *
 * <p>They may differ by the rounding that was measured at nearby points. If hardly a digit is left,
 * the question is whether the function itself causes that: what the rounding of its inputs, of its
 * value, or of the largest nearby derivative explains is lost for every rule; anything beyond, this
 * rule lost. A difference that does not vary between nearby points is a mistake rather than
 * rounding, unless it is below the resolution of single precision.
 */
final class SinglePrecisionJudge {
  /** Half a unit in the last place of 1. */
  private static final double ROUNDING = 0x1p-24;

  /** How many deviations differences may be off: normal ones are less, all but once in 1e12. */
  private static final double DEVIATIONS = 8;

  /** How many roundings of itself a derivative may be off in any case. */
  private static final double OF_ITSELF = 32;

  /**
   * How many roundings of a derivative, and of the largest around, a good rule is off by in the
   * mean.
   */
  private static final double BIAS = 16;

  /** How many roundings of the largest derivative around, or of the value, a good rule loses. */
  private static final double OF_A_RULE = 64;

  /** How many roundings of the value count as nothing though they are the same close by. */
  private static final double OF_THE_VALUE = 4;

  /** Two roundings of the inputs, of the range over which those were moved. */
  private static final double OF_THE_INPUTS = 0.125;

  /** What is known to this share is not lost. */
  private static final double KNOWN = 1e-4;

  /** A derivative whose error is known to be a smaller share of it is decided. */
  private static final double DECIDED = 1e-2;

  private final double gain;
  private final double magnitude;
  private final double valueDeviation;
  private final boolean linear;

  /**
   * @param gain the largest derivative around
   * @param magnitude what the function's value is added up from
   * @param valueDeviation by how much the rounding of the value varies close by
   * @param linear whether the derivatives are by a cotangent
   */
  SinglePrecisionJudge(double gain, double magnitude, double valueDeviation, boolean linear) {
    this.linear = linear;
    this.gain = gain;
    this.magnitude = magnitude;
    this.valueDeviation = valueDeviation;
  }

  /** Returns how far off the derivative in single precision may be. */
  double error(Evidence e) {
    double larger = Math.max(Math.abs(e.single()), Math.abs(e.exact()));
    return DEVIATIONS * e.deviation() + OF_ITSELF * ROUNDING * larger + Float.MIN_NORMAL;
  }

  /** Returns from where on a derivative in single precision is called wrong. */
  double visible(Evidence e) {
    double within = Math.max(e.high() - e.exact(), e.exact() - e.low());
    double alone = Math.max(error(e) + within, ROUNDING * resolved(e));
    return isVaried(e) ? Math.min(alone, visibleBias(e)) : alone;
  }

  /** How many roundings are below all that single precision resolves. */
  private double resolved(Evidence e) {
    return Math.max(OF_A_RULE * gain, OF_THE_VALUE * magnitude / unit(e));
  }

  Verdict rule(Evidence e) {
    if (!Double.isFinite(e.single()) || !Double.isFinite(e.exact())) {
      return Verdict.NONFINITE;
    }
    double off = Math.abs(e.single() - e.exact());
    double error = error(e);
    if (isBiased(e)) {
      return Verdict.WRONG;
    }
    if (off == 0) {
      return Verdict.PASS;
    }
    if (off <= error) {
      return isKnown(off, e) ? Verdict.PASS : lost(Math.max(off, e.typical()), e);
    }
    if (e.single() >= e.low() - error && e.single() <= e.high() + error) {
      return e.otherBranch() ? Verdict.KINK : Verdict.IMPRECISE;
    }
    return off <= ROUNDING * resolved(e) ? Verdict.IMPRECISE : Verdict.WRONG;
  }

  /**
   * Whether it is off by the same share close by, though rounding is another one each time: then it
   * is a mistake, of which the mean over all of these points shows more than any of them.
   */
  private boolean isBiased(Evidence e) {
    double here = e.single() / e.exact() - 1;
    return isVaried(e)
        && Math.abs(here - e.bias()) <= DEVIATIONS * Math.sqrt(e.points()) * e.biasDeviation()
        && Math.abs(e.bias() * e.exact()) > visibleBias(e);
  }

  /** Whether rounding is another one at each point, so that a mean says something. */
  private static boolean isVaried(Evidence e) {
    return e.biasDeviation() > ROUNDING / 16;
  }

  private double visibleBias(Evidence e) {
    double size = Math.abs(e.exact());
    return DEVIATIONS * e.biasDeviation() * size + BIAS * ROUNDING * Math.max(size, gain);
  }

  /** Whether there are digits left, here and close by. */
  private static boolean isKnown(double off, Evidence e) {
    double larger = Math.max(Math.abs(e.single()), Math.abs(e.exact()));
    return off <= KNOWN * larger + Float.MIN_NORMAL
        && e.typical() <= KNOWN * Math.max(larger, e.size()) + Float.MIN_NORMAL;
  }

  private Verdict lost(double off, Evidence e) {
    double ofTheValue = Math.max(ROUNDING * magnitude, valueDeviation) / scale(e);
    double natural = OF_A_RULE * Math.max(ROUNDING * gain, ofTheValue);
    double ofTheInputs = OF_THE_INPUTS * (e.high() - e.low());
    if (off > Math.max(natural, ofTheInputs)) {
      return Verdict.WRONG;
    }
    double larger = Math.max(Math.abs(e.single()), Math.abs(e.exact()));
    return error(e) <= DECIDED * larger ? Verdict.PASS : Verdict.IMPRECISE;
  }

  /** A function is linear in its cotangents; of others 1 is a length at which it changes. */
  private double scale(Evidence e) {
    return linear && e.x() != 0 ? Math.min(1, Math.abs(e.x())) : 1;
  }

  private static double unit(Evidence e) {
    return Math.max(1, Math.abs(e.x()));
  }
}
