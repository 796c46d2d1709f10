package io.github.wengert.ops.check.pullback;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.exact.ExactRule;
import io.github.wengert.ops.check.function.CheckedFunction;
import io.github.wengert.ops.exact.Conditioned;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a pullback gives with a sum of what it gave before. What the two may be off by is
 * measured: by how much the result moves when the cotangent moves in its last places. Where that
 * does not explain it, the pullback is evaluated in about 106 bits.
 */
final class PullbackSums {
  /** What is off by less than this share of what was added up is never looked into. */
  private static final double NOTHING = 1e-12;

  /** How often the rounding of the pullback is measured. */
  private static final int MEASUREMENTS = 8;

  /** By which share the cotangent moves then: enough for other roundings in what it goes into. */
  private static final double LAST_PLACES = 0x1p-42;

  /** By which share inputs move. */
  private static final double LAST_PLACES_OF_INPUTS = 0x1p-48;

  /** By how many times the measured rounding a sum may be off. */
  private static final double ROUNDINGS = 64;

  private final PullbackCalls calls;
  private final PullbackRepeats repeated;
  private final LinearityFindings nonlinear;
  private final Tensor cotangent;
  private final Key key;

  PullbackSums(
      PullbackCalls calls,
      PullbackRepeats repeated,
      LinearityFindings nonlinear,
      Tensor cotangent,
      Key key) {
    this.calls = calls;
    this.repeated = repeated;
    this.nonlinear = nonlinear;
    this.cotangent = cotangent;
    this.key = key;
  }

  /** A cotangent of the function's value, and those of the inputs that it gives. */
  static final class Pulled {
    private final Tensor cotangent;
    private final double[][] result;

    Pulled(Tensor cotangent, double[][] result) {
      this.cotangent = cotangent;
      this.result = result;
    }

    Tensor cotangent() {
      return cotangent;
    }

    double[][] result() {
      return result;
    }
  }

  /** Tells if what a cotangent gives is not the sum. */
  void require(CotangentSum sum, Pulled pulled, String what, String hint) {
    require(sum, pulled.result(), pulled, what, hint);
  }

  /**
   * Tells if {@code got} is not the sum.
   *
   * @param like another cotangent that is rounded alike, where that of {@code got} is a special one
   * @param what the cotangent that {@code got} is of, in words
   * @param hint what may be the reason, in words
   */
  void require(CotangentSum sum, double[][] got, Pulled like, String what, String hint) {
    double[] noise = {};
    for (int input = 0; input < got.length; input++) {
      Difference worst = Difference.ofFinite(input, sum.value(input), got[input]);
      double error = NOTHING * Difference.largest(sum.size(input));
      if (worst != null && worst.off() > error) {
        noise = noise.length == 0 ? noise(like) : noise;
        error += ROUNDINGS * noise[input];
        error += worst.off() > error ? ROUNDINGS * rounding(like.cotangent(), worst) : 0;
        if (worst.off() > error) {
          nonlinear.tell(worst, error, what, hint);
        }
      }
    }
  }

  /**
   * Returns by how much the cotangents of each input move if a cotangent moves in its last places,
   * that of the check, or the other, and the inputs in theirs.
   */
  private double[] noise(Pulled other) {
    double[] noise = new double[other.result().length];
    for (int k = 0; k < 2 * MEASUREMENTS; k++) {
      boolean own = k % 2 == 0;
      double[][] still = own ? repeated.first() : other.result();
      double[][] moved =
          neighbour(own ? cotangent : other.cotangent(), key.split("noise").split(k));
      for (int i = 0; i < noise.length; i++) {
        Difference worst = Difference.ofFinite(i, still[i], moved[i]);
        noise[i] = Math.max(noise[i], worst == null ? 0 : worst.off());
      }
    }
    return noise;
  }

  /**
   * Returns how far rounding may put an element off: what vanishes beside larger numbers that
   * cancel moves nothing when these move. 0 where it is not known.
   */
  private double rounding(Tensor c, Difference at) {
    List<double[]> unit = new ArrayList<>();
    calls.checked().point().forEach(x -> unit.add(new double[x.elements()]));
    unit.get(at.input())[at.element()] = 1;
    Conditioned exact = ExactRule.along(calls.checked(), c, unit);
    return exact == null ? 0 : Math.ulp(exact.error().toDouble());
  }

  private double[][] neighbour(Tensor c, Key shares) {
    Tensor near = moved(c, shares, LAST_PLACES);
    CheckedFunction checked = calls.checked();
    List<Tensor> point = new ArrayList<>();
    for (int input = 0; input < checked.point().size(); input++) {
      point.add(moved(checked.point().get(input), shares.split(input), LAST_PLACES_OF_INPUTS));
    }
    try {
      return calls.pullback(lent -> checked.pullback(point, lent), near);
    } catch (RuntimeException outsideOfTheDomain) {
      return calls.pullback(near);
    }
  }

  private static Tensor moved(Tensor x, Key key, double share) {
    return Ops.mul(
        x,
        Ops.to(RandomTensors.uniform(key, DType.F64, x.shape(), 1 - share, 1 + share), x.dtype()));
  }
}
