package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of elementary functions over vectors of {@code double}, each from {@code x[xAt + i]} to
 * {@code y[yAt + i]} for i in [0, n); x and y may be the same array at the same position. What is
 * left over at the end is computed one by one.
 */
final class VectorFunctionsF64 {
  private static final VectorSpecies<Double> LANES = DoubleLanes.LANES;

  /** What loops without a function run by. */
  private static final VectorSpecies<Double> WIDEST = DoubleVector.SPECIES_PREFERRED;

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

  /** y ← g, but 0 where x ≤ 0, all from the beginning on. */
  static void reluVjp(double[] x, double[] g, double[] y, int n) {
    int end = WIDEST.loopBound(n);
    for (int i = 0; i < end; i += WIDEST.length()) {
      DoubleVector.fromArray(WIDEST, g, i)
          .blend(0, DoubleVector.fromArray(WIDEST, x, i).compare(VectorOperators.LE, 0))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = x[i] <= 0 ? 0 : g[i];
    }
  }

  /** y ← c ≠ 0 ? a : b, all from the beginning on. */
  static void select(double[] c, double[] a, double[] b, double[] y, int n) {
    int end = WIDEST.loopBound(n);
    for (int i = 0; i < end; i += WIDEST.length()) {
      DoubleVector.fromArray(WIDEST, b, i)
          .blend(
              DoubleVector.fromArray(WIDEST, a, i),
              DoubleVector.fromArray(WIDEST, c, i).compare(VectorOperators.NE, 0))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = c[i] != 0 ? a[i] : b[i];
    }
  }
}
