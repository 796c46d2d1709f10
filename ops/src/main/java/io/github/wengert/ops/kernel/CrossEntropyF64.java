package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * The cross-entropy of class labels and its slope, row by row of {@code double[]}: a softmax of
 * which only one element is looked at, so that no logarithm of the others is ever taken.
 *
 * <p>Rows go through the steps in blocks that stay in the first cache.
 */
final class CrossEntropyF64 {
  private CrossEntropyF64() {}

  static void losses(
      ScalarRowsF64 loops,
      double[] x,
      int[] labels,
      double[] weights,
      int rows,
      int classes,
      double[] y) {
    int most = ScalarRowsF64.rowsOfBlock(rows, classes);
    double[] e = new double[most * classes];
    double[] scores = new double[most];
    double[] lanes = new double[ScalarRowsF64.LANES];
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
        double weight = weights[first + r];
        y[first + r] = weight == 0 ? 0 : -weight * (scores[r] - y[first + r]);
      }
    }
  }

  static void slopes(
      ScalarRowsF64 loops,
      double[] x,
      int[] labels,
      double[] weights,
      double scale,
      int rows,
      int classes,
      double[] y) {
    int most = ScalarRowsF64.rowsOfBlock(rows, classes);
    double[] lanes = new double[ScalarRowsF64.LANES];
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
      double[] y, int from, int end, int label, double weight, double scale) {
    if (weight == 0) {
      Arrays.fill(y, from, end, 0);
      return;
    }
    double own = y[label] * weight - weight;
    for (int i = from; i < end; i++) {
      y[i] = y[i] * weight * scale;
    }
    y[label] = own * scale;
  }
}
