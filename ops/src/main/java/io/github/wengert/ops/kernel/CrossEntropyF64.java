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
    double[] scores = new double[most]; // first the maxima
    double[] lanes = new double[ScalarRowsF64.LANES];
    for (int first = 0; first < rows; first += most) {
      int count = Math.min(most, rows - first);
      loops.maxOfEach(x, first * classes, count, classes, scores);
      loops.subtractEach(x, first * classes, scores, e, 0, count, classes);
      pick(e, labels, first, count, classes, scores);
      loops.expRow(e, 0, count * classes);
      loops.sumOfEach(e, 0, count, classes, y, first, lanes);
      loops.logRow(y, first, count);
      weigh(scores, weights, first, count, y);
    }
  }

  /** scores ← the elements of e at the labels. */
  private static void pick(
      double[] e, int[] labels, int first, int count, int classes, double[] scores) {
    for (int r = 0; r < count; r++) {
      scores[r] = e[r * classes + labels[first + r]];
    }
  }

  /** Makes losses of logarithms of sums. */
  private static void weigh(double[] scores, double[] weights, int first, int count, double[] y) {
    for (int r = 0; r < count; r++) {
      double weight = weights[first + r];
      y[first + r] = weight == 0 ? 0 : -weight * (scores[r] - y[first + r]);
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
    double[] numbers = new double[most]; // of each row: its maximum, then its sum
    double[] lanes = new double[ScalarRowsF64.LANES];
    for (int first = 0; first < rows; first += most) {
      int count = Math.min(most, rows - first);
      int from = first * classes;
      loops.maxOfEach(x, from, count, classes, numbers);
      loops.subtractEach(x, from, numbers, y, from, count, classes);
      loops.expRow(y, from, count * classes);
      loops.sumOfEach(y, from, count, classes, numbers, 0, lanes);
      loops.divideEach(y, from, numbers, count, classes);
      slopesOfRows(y, labels, weights, scale, first, first + count, classes);
    }
  }

  private static void slopesOfRows(
      double[] y, int[] labels, double[] weights, double scale, int first, int end, int classes) {
    for (int row = first; row < end; row++) {
      int at = row * classes;
      slopesOfRow(y, at, at + classes, at + labels[row], weights[row], scale);
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
