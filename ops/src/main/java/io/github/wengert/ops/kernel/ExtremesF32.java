package io.github.wengert.ops.kernel;

/**
 * Largest and smallest elements of many short rows of {@code float[]}, which are worth no call
 * each, and the share that each element has in the gradient of an extreme.
 */
final class ExtremesF32 {
  /** Up to this length of rows, starting a loop or a vector costs more than comparing them. */
  private static final int SHORT = 16;

  /** How many short rows are looked at together; they stay in the first-level cache. */
  private static final int BLOCK = 256;

  private ExtremesF32() {}

  static boolean isShort(int length) {
    return length <= SHORT;
  }

  // One element of many rows after the other: whole rows would be loops too short to run at speed.

  static void max(float[] x, int rows, int length, float[] y) {
    for (int first = 0; first < rows; first += BLOCK) {
      int end = Math.min(rows, first + BLOCK);
      for (int row = first; row < end; row++) {
        y[row] = x[row * length];
      }
      for (int l = 1; l < length; l++) {
        for (int row = first; row < end; row++) {
          y[row] = Math.max(y[row], x[row * length + l]);
        }
      }
    }
  }

  static void min(float[] x, int rows, int length, float[] y) {
    for (int first = 0; first < rows; first += BLOCK) {
      int end = Math.min(rows, first + BLOCK);
      for (int row = first; row < end; row++) {
        y[row] = x[row * length];
      }
      for (int l = 1; l < length; l++) {
        for (int row = first; row < end; row++) {
          y[row] = Math.min(y[row], x[row * length + l]);
        }
      }
    }
  }

  /** Hands {@code g} to the elements of rows that equal their extreme. */
  static void vjpOfRows(float[] x, float[] extreme, float[] g, int rows, int length, float[] y) {
    for (int row = 0; row < rows; row++) {
      int from = row * length;
      float best = extreme[row];
      int ties = 0;
      for (int at = from; at < from + length; at++) {
        ties += x[at] == best ? 1 : 0;
      }
      float share = 1 / (float) ties * g[row];
      if (Math.abs(share) < Float.POSITIVE_INFINITY) {
        for (int at = from; at < from + length; at++) {
          y[at] = (x[at] == best ? 1 : 0) * share; // a choice of numbers would be a jump
        }
      } else {
        for (int at = from; at < from + length; at++) {
          y[at] = chosen(x[at], best, share);
        }
      }
    }
  }

  /** Hands {@code g} to the elements that equal their extreme along the middle. */
  static void vjp(
      float[] x, float[] extreme, float[] g, int outer, int length, int inner, float[] y) {
    float[] shares = new float[inner];
    for (int o = 0; o < outer; o++) {
      int first = o * length * inner;
      int group = o * inner;
      boolean finite = true;
      for (int i = 0; i < inner; i++) {
        int ties = 0;
        for (int l = 0; l < length; l++) {
          ties += x[first + l * inner + i] == extreme[group + i] ? 1 : 0;
        }
        shares[i] = 1 / (float) ties * g[group + i];
        finite &= Math.abs(shares[i]) < Float.POSITIVE_INFINITY;
      }
      for (int l = 0; l < length; l++) {
        int from = first + l * inner;
        if (finite) {
          for (int i = 0; i < inner; i++) {
            y[from + i] = (x[from + i] == extreme[group + i] ? 1 : 0) * shares[i];
          }
        } else {
          for (int i = 0; i < inner; i++) {
            y[from + i] = chosen(x[from + i], extreme[group + i], shares[i]);
          }
        }
      }
    }
  }

  /** Returns the share of an element, 0 unless it equals the extreme; NaN if that is. */
  private static float chosen(float x, float extreme, float share) {
    if (Double.isNaN(extreme)) {
      return extreme;
    }
    float none = Math.abs(share) < Float.POSITIVE_INFINITY ? 0 * share : 0;
    return x == extreme ? share : none;
  }
}
