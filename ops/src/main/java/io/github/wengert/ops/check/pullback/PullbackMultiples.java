package io.github.wengert.ops.check.pullback;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.text.Wording;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pullback multiplies with its cotangent. A power of two multiplies exactly, so that the
 * multiple must be exact, too, unless it leaves the range of numbers on its way.
 */
final class PullbackMultiples {
  /** Powers of two by which the cotangent is multiplied, the harmless ones first. */
  private static final int[] POWERS = {4, 12, -12, 24, -24, 40, -40, 80, -80};

  private static final int[] FEW_POWERS = {12, -12, 80, -80};

  /** From here on the cotangent of a right function may underflow on its way. */
  private static final int SMALL = -40;

  /** Below it a multiple may have lost digits by underflow. */
  private static final double TINY = 1e-290;

  /** What is dropped is gone at the first power of two that fails; underflow takes less. */
  private static final double SUDDEN = 1e-6;

  /** By how many powers of two smaller than that a cotangent is looked at once more. */
  private static final int FURTHER = 8;

  /** What underflows has lost less there, as its last digit came first. */
  private static final double MUCH = 1e-3;

  private final PullbackCalls calls;
  private final PullbackRepeats repeated;
  private final LinearityFindings nonlinear;
  private final Tensor cotangent;

  PullbackMultiples(
      PullbackCalls calls,
      PullbackRepeats repeated,
      LinearityFindings nonlinear,
      Tensor cotangent) {
    this.calls = calls;
    this.repeated = repeated;
    this.nonlinear = nonlinear;
    this.cotangent = cotangent;
  }

  void run(boolean few) {
    require(-1, "−1", 0);
    for (int power : few ? FEW_POWERS : POWERS) {
      if (repeated.repeats() && calls.hasTime() && isExact(power)) {
        require(Math.scalb(1.0, power), "2" + Wording.superscript(power), power);
      }
    }
  }

  private boolean isExact(int power) {
    Tensor there = Ops.mul(cotangent, Math.scalb(1.0, power));
    return Ops.mul(there, Math.scalb(1.0, -power)).hasSameBits(cotangent);
  }

  private void require(double factor, String name, int power) {
    double[][] got = calls.pullback(Ops.mul(cotangent, factor));
    for (int input = 0; input < got.length; input++) {
      Difference worst = worst(input, factor, got[input]);
      if (worst != null && (power > SMALL || isDropped(input, power))) {
        nonlinear.tell(
            worst,
            Difference.EXACT * Difference.largest(multiple(input, factor)),
            name + " times the cotangent",
            hint(factor, worst.got(), worst.expected()));
      }
    }
  }

  private double[] multiple(int input, double factor) {
    return Arrays.stream(repeated.first()[input]).map(v -> v * factor).toArray();
  }

  /** Returns where it is off by more than rounding; null if nowhere. */
  private @Nullable Difference worst(int input, double factor, double[] got) {
    double[] expected = multiple(input, factor);
    Difference worst = Difference.ofFinite(input, expected, got);
    return worst != null && Difference.largest(expected) > TINY && worst.isBeyondRounding(expected)
        ? worst
        : null;
  }

  /**
   * Whether small cotangents are dropped and do not underflow: underflow takes the last digit
   * first, and one more with each power of two.
   */
  private boolean isDropped(int input, int power) {
    int right = 0;
    int wrong = power;
    while (right - wrong > 1) {
      int middle = (right + wrong) / 2;
      if (isOff(input, middle, Difference.EXACT)) {
        wrong = middle;
      } else {
        right = middle;
      }
    }
    return isOff(input, wrong, SUDDEN) || isOff(input, wrong - FURTHER, MUCH);
  }

  private boolean isOff(int input, int power, double share) {
    double factor = Math.scalb(1.0, power);
    double[] got = calls.pullback(Ops.mul(cotangent, factor))[input];
    double[] expected = multiple(input, factor);
    Difference worst = Difference.ofFinite(input, expected, got);
    return worst != null && worst.off() > share * Difference.largest(expected);
  }

  private static String hint(double factor, double got, double expected) {
    if (factor < 0) {
      return ": is its sign lost?";
    }
    if (factor < 1) {
      return got == 0 ? ": are small ones dropped?" : "";
    }
    return Math.abs(got) < Math.abs(expected) ? ": clipped?" : ": a power of it?";
  }
}
