package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of elementary functions over vectors of {@code double}, each from {@code x[xAt + i]} to
 * {@code y[yAt + i]} for i in [0, n); x and y may be the same array at the same position. What is
 * left over at the end is computed one by one.
 */
final class VectorFunctionsF64 {
  private static final VectorSpecies<Double> LANES = DoubleLanes.LANES;

  private VectorFunctionsF64() {}

  static void exp(double[] x, int xAt, double[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.exp(DoubleVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = DoubleFunctions.exp(x[xAt + i]);
    }
  }

  static void log(double[] x, int xAt, double[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.log(DoubleVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = DoubleFunctions.log(x[xAt + i]);
    }
  }

  static void softplus(double[] x, int xAt, double[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.softplus(DoubleVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = DoubleFunctions.softplus(x[xAt + i]);
    }
  }

  static void tanh(double[] x, int xAt, double[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.tanh(DoubleVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = DoubleFunctions.tanh(x[xAt + i]);
    }
  }

  static void sigmoid(double[] x, int xAt, double[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.sigmoid(DoubleVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = DoubleFunctions.sigmoid(x[xAt + i]);
    }
  }

  static void silu(double[] x, int xAt, double[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.silu(DoubleVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = DoubleFunctions.silu(x[xAt + i]);
    }
  }

  /** y ← silu′(x) · g, all from the beginning on. */
  static void siluVjp(double[] x, double[] g, double[] y, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      DoubleLanes.siluSlope(DoubleVector.fromArray(LANES, x, i))
          .mul(DoubleVector.fromArray(LANES, g, i))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = DoubleFunctions.siluSlope(x[i]) * g[i];
    }
  }
}
