package io.github.wengert.ops.check.pullback;

import java.util.Arrays;

/** A sum of cotangents of the inputs. */
final class CotangentSum {
  private final double[][] value;
  private final double[][] size;

  private CotangentSum(double[][] value, double[][] size) {
    this.value = value;
    this.size = size;
  }

  /** Returns a sum to which nothing was added yet, of the shape of {@code cotangents}. */
  static CotangentSum like(double[][] cotangents) {
    return new CotangentSum(zeros(cotangents), zeros(cotangents));
  }

  private static double[][] zeros(double[][] like) {
    return Arrays.stream(like).map(x -> new double[x.length]).toArray(double[][]::new);
  }

  /** Returns the sums for one input. */
  double[] value(int input) {
    return value[input];
  }

  /** Returns the sums of the magnitudes that were added up for one input. */
  double[] size(int input) {
    return size[input];
  }

  CotangentSum add(double[][] cotangents) {
    return add(1, cotangents);
  }

  CotangentSum add(double factor, double[][] cotangents) {
    for (int input = 0; input < value.length; input++) {
      for (int i = 0; i < value[input].length; i++) {
        double term = factor * cotangents[input][i];
        value[input][i] += term;
        size[input][i] += Math.abs(term);
      }
    }
    return this;
  }
}
