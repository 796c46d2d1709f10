package io.github.wengert.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of elementary functions over vectors of {@code float}, each from {@code x[xAt + i]} to
 * {@code y[yAt + i]} for i in [0, n); x and y may be the same array at the same position. What is
 * left over at the end is computed one by one.
 */
final class VectorFunctionsF32 {
  private static final VectorSpecies<Float> LANES = FloatLanes.LANES;

  private VectorFunctionsF32() {}

  static void exp(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.exp(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = FloatFunctions.exp(x[xAt + i]);
    }
  }

  static void log(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.log(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = FloatFunctions.log(x[xAt + i]);
    }
  }

  static void softplus(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.softplus(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = FloatFunctions.softplus(x[xAt + i]);
    }
  }

  static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.tanh(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = FloatFunctions.tanh(x[xAt + i]);
    }
  }

  static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.sigmoid(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = FloatFunctions.sigmoid(x[xAt + i]);
    }
  }

  static void silu(float[] x, int xAt, float[] y, int yAt, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.silu(FloatVector.fromArray(LANES, x, xAt + i)).intoArray(y, yAt + i);
    }
    for (int i = end; i < n; i++) {
      y[yAt + i] = FloatFunctions.silu(x[xAt + i]);
    }
  }

  /** y ← silu′(x) · g, all from the beginning on. */
  static void siluVjp(float[] x, float[] g, float[] y, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatLanes.siluSlope(FloatVector.fromArray(LANES, x, i))
          .mul(FloatVector.fromArray(LANES, g, i))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = FloatFunctions.siluSlope(x[i]) * g[i];
    }
  }
}
