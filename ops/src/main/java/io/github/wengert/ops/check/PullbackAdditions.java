package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.PullbackSums.Pulled;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a pullback takes sums of cotangents to sums. Rules take shortcuts for cotangents of ones,
 * with one element, and with zeros: these are among the terms.
 */
final class PullbackAdditions {
  /** A factor that is no power of two. */
  private static final double ODD = 1.618033988749895;

  /** From how many outputs on they are not pulled back one by one. */
  private static final int MOST_OUTPUTS = 64;

  /** How many of them are pulled back one by one then. */
  private static final int SAMPLES = 3;

  private static final int FEW_SAMPLES = 1;

  private final PullbackCalls calls;
  private final PullbackSums sums;
  private final Tensor cotangent;
  private final double[][] first;
  private final Key key;

  /**
   * @param first what the cotangent gives
   */
  PullbackAdditions(
      PullbackCalls calls, PullbackSums sums, Tensor cotangent, double[][] first, Key key) {
    this.calls = calls;
    this.sums = sums;
    this.cotangent = cotangent;
    this.first = first;
    this.key = key;
  }

  /**
   * Checks sums.
   *
   * @param few whether a call takes long
   * @param affordable how many outputs may be pulled back one by one
   */
  void run(boolean few, long affordable) {
    int samples = few ? FEW_SAMPLES : SAMPLES;
    boolean all = cotangent.elements() <= Math.max(samples + 1, Math.min(MOST_OUTPUTS, affordable));
    if (!calls.hasTime()) {
      return;
    }
    multiplyOddly();
    Pulled other = few ? addOnes() : addRandom();
    addHalves();
    if (all) {
      addOutputs(other);
    } else {
      addSomeOutputs(samples);
      if (!few) {
        addOnesTo(other);
      }
    }
  }

  private CotangentSum zero() {
    return CotangentSum.like(first);
  }

  private Pulled pulled(Tensor c) {
    return new Pulled(c, calls.pullback(c));
  }

  private Tensor ones() {
    return Tensor.ones(DType.F64, cotangent.shape());
  }

  /** No multiple by a power of two tells what is rounded, as it is rounded alike. */
  private void multiplyOddly() {
    Pulled oddly = pulled(Ops.mul(cotangent, ODD));
    sums.require(
        zero().add(ODD, first), oddly, Wording.number(ODD, 4) + " times the cotangent", "");
  }

  private Pulled addOnes() {
    CotangentSum expected = zero().add(first).add(calls.pullback(ones()));
    Pulled sum = pulled(Ops.add(cotangent, 1));
    sums.require(expected, sum, "the cotangent plus ones", ": a shortcut?");
    return sum;
  }

  private Pulled addRandom() {
    Pulled random =
        pulled(RandomTensors.normal(key.split("other"), DType.F64, cotangent.shape(), 0, 1));
    Pulled sum = pulled(Ops.add(cotangent, random.cotangent()));
    CotangentSum expected = zero().add(first).add(random.result());
    sums.require(expected, sum, "the sum of two cotangents", "");
    return random;
  }

  private void addOnesTo(Pulled random) {
    if (calls.hasTime()) {
      Pulled more = pulled(Ops.add(random.cotangent(), 1));
      requireOnes(zero().add(more.result()).add(-1, random.result()), random);
    }
  }

  /** If their elements move, they are no longer ones, and their shortcut is not taken. */
  private void requireOnes(CotangentSum expected, Pulled like) {
    sums.require(expected, calls.pullback(ones()), like, "a cotangent of ones", ": a shortcut?");
  }

  private void addHalves() {
    if (cotangent.elements() > 1 && calls.hasTime()) {
      double[] c = cotangent.toDoubleArray();
      double[] tail = c.clone();
      Arrays.fill(tail, 0, c.length / 2, 0);
      double[] head = c.clone();
      Arrays.fill(head, c.length / 2, c.length, 0);
      CotangentSum expected = zero().add(pullback(head)).add(pullback(tail));
      requireFirst(expected, "the cotangent, as the sum of its two halves,");
    }
  }

  private double[][] pullback(double[] c) {
    return calls.pullback(Tensor.of(DType.F64, cotangent.shape(), c));
  }

  private double[][] pullbackOf(int output) {
    double[] unit = new double[cotangent.elements()];
    unit[output] = 1;
    return pullback(unit);
  }

  private void requireFirst(CotangentSum expected, String what) {
    sums.require(expected, new Pulled(cotangent, first), what, ": a shortcut for zeros?");
  }

  /**
   * Pulls the outputs back one by one: the rows of the Jacobian, which add up to the gradient.
   *
   * @param like a cotangent with sizes like one
   */
  private void addOutputs(Pulled like) {
    double[] c = cotangent.toDoubleArray();
    CotangentSum gradient = zero();
    CotangentSum plain = zero();
    for (int output = 0; output < c.length; output++) {
      if (!calls.hasTime()) {
        return;
      }
      double[][] row = pullbackOf(output);
      gradient.add(c[output], row);
      plain.add(row);
    }
    requireFirst(gradient, "the cotangent, as the sum of that of each output,");
    if (c.length > 1 && calls.hasTime()) {
      requireOnes(plain, like);
    }
  }

  /** Pulls some outputs back one by one, and the others together. */
  private void addSomeOutputs(int count) {
    double[] rest = cotangent.toDoubleArray();
    CotangentSum expected = zero();
    for (int output : sampled(count, rest)) {
      if (!calls.hasTime()) {
        return;
      }
      expected.add(rest[output], pullbackOf(output));
      rest[output] = 0;
    }
    if (calls.hasTime()) {
      expected.add(pullback(rest));
      requireFirst(expected, "the cotangent, as the sum of some outputs' and the rest,");
    }
  }

  /** Returns some outputs whose cotangent says something about them. */
  private Set<Integer> sampled(int count, double[] c) {
    Set<Integer> sampled = new TreeSet<>();
    Tensor random =
        RandomTensors.uniform(key.split("outputs"), DType.F64, Shape.of(4 * count), 0, c.length);
    for (double where : random.toDoubleArray()) {
      int output = Math.min((int) where, c.length - 1);
      if (sampled.size() < count && c[output] != 0) {
        sampled.add(output);
      }
    }
    return sampled;
  }
}
