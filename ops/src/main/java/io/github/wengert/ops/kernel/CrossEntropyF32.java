package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * The cross-entropy of class labels and its slope, row by row of {@code float[]}: a softmax of
 * which only one element is looked at, so that no logarithm of the others is ever taken.
 *
 * <p>Rows go through the steps in blocks that stay in the first cache.
 */
final class CrossEntropyF32 {
  private CrossEntropyF32() {}

  static void losses(
      ScalarRowsF32 loops,
      float[] x,
      int[] labels,
      float[] weights,
      int rows,
      int classes,
      float[] y) {
    int most = ScalarRowsF32.rowsOfBlock(rows, classes);
    float[] e = new float[most * classes];
    float[] scores = new float[most];
    float[] lanes = new float[ScalarRowsF32.LANES];
    for (int first = 0; first < rows; first += most) {
      int count = Math.min(most, rows - first);
      for (int r = 0; r < count; r++) {
        int from = (first + r) * classes;
        loops.subtract(x, from, loops.maxOfRow(x, from, classes), e, r * classes, classes);
        scores[r] = e[r * classes + labels[first + r]];
      }
      loops.expRow(e, 0, count * classes);
      for (int r = 0; r < count; r++) {
        y[first + r] = loops.sumOfRow(e, r * classes, classes, lanes);
      }
      loops.logRow(y, first, count);
      for (int r = 0; r < count; r++) {
        float weight = weights[first + r];
        y[first + r] = weight == 0 ? 0 : -weight * (scores[r] - y[first + r]);
      }
    }
  }

  static void slopes(
      ScalarRowsF32 loops,
      float[] x,
      int[] labels,
      float[] weights,
      float scale,
      int rows,
      int classes,
      float[] y) {
    int most = ScalarRowsF32.rowsOfBlock(rows, classes);
    float[] lanes = new float[ScalarRowsF32.LANES];
    for (int first = 0; first < rows; first += most) {
      int end = Math.min(first + most, rows);
      for (int row = first; row < end; row++) {
        int from = row * classes;
        loops.subtract(x, from, loops.maxOfRow(x, from, classes), y, from, classes);
      }
      loops.expRow(y, first * classes, (end - first) * classes);
      for (int row = first; row < end; row++) {
        int from = row * classes;
        loops.divide(y, from, loops.sumOfRow(y, from, classes, lanes), classes);
        slopesOfRow(y, from, from + classes, from + labels[row], weights[row], scale);
      }
    }
  }

  /** Makes the slopes of a row's probabilities: exactly 0, whatever they are, by a weight of 0. */
  private static void slopesOfRow(
      float[] y, int from, int end, int label, float weight, float scale) {
    if (weight == 0) {
      Arrays.fill(y, from, end, 0);
      return;
    }
    float own = y[label] * weight - weight;
    for (int i = from; i < end; i++) {
      y[i] = y[i] * weight * scale;
    }
    y[label] = own * scale;
  }
}
