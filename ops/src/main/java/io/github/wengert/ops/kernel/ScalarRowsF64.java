package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Loops over {@code double[]} along the middle of {@code [outer, length, inner]}. Vectors take over
 * from single rows, {@code inner = 1}, and from rows that are added.
 *
 * <p>A sum of a contiguous row runs over {@value #LANES} lanes, element i in lane i mod {@value
 * #LANES}, whose upper half is then added to the lower half until one is left: the result's
 * definition, however many of them a vector really holds. They fill four of the widest registers,
 * and as many additions are on their way at once in a processor; a row shorter than that only has
 * the first few levels of the tree.
 */
abstract class ScalarRowsF64 extends ScalarUpdatesF64 implements Kernels<double[]> {
  static final int LANES = 256 / Double.BYTES;

  /** The longest row whose sum is a single block of {@link ColumnSumsF64}. */
  static final int LONGEST = LANES * ColumnSumsF64.BLOCK;

  /** About how many elements go through the steps of a softmax together, within the first cache. */
  private static final int BLOCK = 2048;

  @Override
  public void addRow(double[] x, int xAt, double[] y, int yAt, int n) {
    addInLoop(x, xAt, y, yAt, n);
  }

  /** For plain loops over rows, which need not ask for each whether vectors are ready. */
  private static void addInLoop(double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  @Override
  public void addAtIndices(
      double[] x, int[] indices, int outer, int extent, int inner, double[] y) {
    new IndexSumsF64(this, indices, extent, inner).run(x, outer, y);
  }

  /** Adds rows of {@code x} to rows of {@code y}, which are each so many elements apart. */
  void addRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      addInLoop(x, xAt + row * xStep, y, yAt + row * yStep, length);
    }
  }

  /** Copies rows of {@code x} to rows of {@code y}, which are each so many elements apart. */
  void copyRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, xAt + row * xStep, y, yAt + row * yStep, length);
    }
  }

  /** yᵢ ← max(yᵢ, x[xAt + i]) for i in [0, n). */
  void maxIntoRow(double[] x, int xAt, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(y[i], x[xAt + i]);
    }
  }

  @Override
  public void sum(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1) {
      sumOfEach(x, 0, outer, length, y, 0, new double[LANES]);
      return;
    }
    if (length == 0 || inner == 0) {
      Arrays.fill(y, 0, outer * inner, 0);
      return;
    }
    ColumnSumsF64 sums = new ColumnSumsF64(this, length, inner);
    for (int o = 0; o < outer; o++) {
      sums.sum(x, o * length * inner, y, o * inner);
    }
  }

  /** y ← the sum of at least one row, which stand one after the other, added in their order. */
  void sumOfRows(double[] x, int xAt, int rows, double[] y, int yAt, int length) {
    System.arraycopy(x, xAt, y, yAt, length);
    for (int row = 1; row < rows; row++) {
      addInLoop(x, xAt + row * length, y, yAt, length);
    }
  }

  /** Returns the sum of a row, which takes {@value #LANES} {@code lanes} to work in. */
  double sumOfRow(double[] x, int from, int length, double[] lanes) {
    if (length <= 16) {
      return sumOfFew(x, from, length);
    }
    if (length > LONGEST) {
      new ColumnSumsF64(this, length, 1).sum(x, from, lanes, 0);
      return lanes[0];
    }
    int first = Math.min(length, LANES);
    System.arraycopy(x, from, lanes, 0, first);
    Arrays.fill(lanes, first, LANES, 0);
    for (int at = LANES; at < length; at += LANES) {
      addRow(x, from + at, lanes, 0, Math.min(LANES, length - at));
    }
    return sumOfLanes(lanes);
  }

  /** Adds the upper half of the lanes to the lower one until one is left. */
  double sumOfLanes(double[] lanes) {
    for (int half = LANES / 2; half >= 16; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return sumOfFew(lanes, 0, 16);
  }

  /** Returns the sum of at most 16 elements in the same order. */
  static double sumOfFew(double[] x, int from, int n) {
    double sum04 = pair(x, from, 0, n) + pair(x, from, 4, n);
    double sum15 = pair(x, from, 1, n) + pair(x, from, 5, n);
    double sum26 = pair(x, from, 2, n) + pair(x, from, 6, n);
    double sum37 = pair(x, from, 3, n) + pair(x, from, 7, n);
    return sum04 + sum26 + (sum15 + sum37);
  }

  /** Returns the elements {@code i} and {@code i + 8}, added; absent ones are 0. */
  private static double pair(double[] x, int from, int i, int n) {
    double low = i < n ? x[from + i] : 0;
    return low + (i + 8 < n ? x[from + i + 8] : 0);
  }

  @Override
  public void max(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1 && ExtremesF64.isShort(length)) {
      ExtremesF64.max(x, outer, length, y);
      return;
    }
    if (inner == 1) {
      for (int o = 0; o < outer; o++) {
        y[o] = maxOfRow(x, o * length, length);
      }
      return;
    }
    for (int o = 0; o < outer; o++) {
      System.arraycopy(x, o * length * inner, y, o * inner, inner);
      for (int l = 1; l < length; l++) {
        for (int i = 0; i < inner; i++) {
          y[o * inner + i] = Math.max(y[o * inner + i], x[(o * length + l) * inner + i]);
        }
      }
    }
  }

  @Override
  public void min(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1 && ExtremesF64.isShort(length)) {
      ExtremesF64.min(x, outer, length, y);
      return;
    }
    if (inner == 1) {
      for (int o = 0; o < outer; o++) {
        y[o] = minOfRow(x, o * length, length);
      }
      return;
    }
    for (int o = 0; o < outer; o++) {
      System.arraycopy(x, o * length * inner, y, o * inner, inner);
      for (int l = 1; l < length; l++) {
        for (int i = 0; i < inner; i++) {
          y[o * inner + i] = Math.min(y[o * inner + i], x[(o * length + l) * inner + i]);
        }
      }
    }
  }

  @Override
  public void extremeVjp(
      double[] x, double[] extreme, double[] g, int outer, int length, int inner, double[] y) {
    if (inner == 1) {
      ExtremesF64.vjpOfRows(x, extreme, g, outer, length, y);
    } else {
      ExtremesF64.vjp(x, extreme, g, outer, length, inner, y);
    }
  }

  /** Returns the largest element of a row, NaN if there is one; the order does not matter. */
  double maxOfRow(double[] x, int from, int length) {
    double max = x[from];
    for (int l = 1; l < length; l++) {
      max = Math.max(max, x[from + l]);
    }
    return max;
  }

  /** Like {@link #maxOfRow}, for the smallest. */
  double minOfRow(double[] x, int from, int length) {
    double min = x[from];
    for (int l = 1; l < length; l++) {
      min = Math.min(min, x[from + l]);
    }
    return min;
  }

  @Override
  public void logSumExp(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1) {
      logSumExpOfRows(x, outer, length, y);
      return;
    }
    if (inner > 0 && outer > 0) {
      new SoftmaxColumnsF64(this, outer, length, inner).logSumExp(x, y);
    }
  }

  /** An infinite maximum is the result itself; shifting by it would have given NaN. */
  static double logSumExpOf(double max, double logSum) {
    return Double.isInfinite(max) ? max : max + logSum;
  }

  private void logSumExpOfRows(double[] x, int outer, int length, double[] y) {
    int rows = rowsOfBlock(outer, length);
    double[] e = new double[rows * length];
    double[] max = new double[rows];
    double[] lanes = new double[LANES];
    for (int o = 0; o < outer; o += rows) {
      int count = Math.min(rows, outer - o);
      maxOfEach(x, o * length, count, length, max);
      subtractEach(x, o * length, max, e, 0, count, length);
      expRow(e, 0, count * length);
      sumOfEach(e, 0, count, length, y, o, lanes);
      logRow(y, o, count);
      for (int r = 0; r < count; r++) {
        y[o + r] = logSumExpOf(max[r], y[o + r]);
      }
    }
  }

  @Override
  public void softmax(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1) {
      softmaxOfRows(x, outer, length, y);
      return;
    }
    if (inner > 0 && outer > 0) {
      new SoftmaxColumnsF64(this, outer, length, inner).softmax(x, y);
    }
  }

  private void softmaxOfRows(double[] x, int outer, int length, double[] y) {
    int rows = rowsOfBlock(outer, length);
    double[] numbers = new double[rows]; // of each row: its maximum, then its sum
    double[] lanes = new double[LANES];
    for (int o = 0; o < outer; o += rows) {
      int count = Math.min(rows, outer - o);
      int from = o * length;
      maxOfEach(x, from, count, length, numbers);
      subtractEach(x, from, numbers, y, from, count, length);
      expRow(y, from, count * length);
      sumOfEach(y, from, count, length, numbers, 0, lanes);
      divideEach(y, from, numbers, count, length);
    }
  }

  @Override
  public void logSoftmax(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1) {
      logSoftmaxOfRows(x, outer, length, y);
      return;
    }
    if (inner > 0 && outer > 0) {
      new SoftmaxColumnsF64(this, outer, length, inner).logSoftmax(x, y);
    }
  }

  private void logSoftmaxOfRows(double[] x, int outer, int length, double[] y) {
    int rows = rowsOfBlock(outer, length);
    double[] e = new double[rows * length];
    double[] numbers = new double[rows]; // of each row: its maximum, then the logarithm of its sum
    double[] lanes = new double[LANES];
    for (int o = 0; o < outer; o += rows) {
      int count = Math.min(rows, outer - o);
      int from = o * length;
      maxOfEach(x, from, count, length, numbers);
      subtractEach(x, from, numbers, y, from, count, length);
      System.arraycopy(y, from, e, 0, count * length);
      expRow(e, 0, count * length);
      sumOfEach(e, 0, count, length, numbers, 0, lanes);
      logRow(numbers, 0, count);
      subtractEach(y, from, numbers, y, from, count, length);
    }
  }

  // Each of these is one loop over rows that all of the above share: had they such loops of their
  // own, the compiler would unroll the loop over a row anew in each.

  /** max ← the largest element of each row from {@code from} on. */
  final void maxOfEach(double[] x, int from, int rows, int length, double[] max) {
    for (int r = 0; r < rows; r++) {
      max[r] = maxOfRow(x, from + r * length, length);
    }
  }

  /** y ← rows of x, each less its c. */
  final void subtractEach(
      double[] x, int from, double[] c, double[] y, int to, int rows, int length) {
    for (int r = 0; r < rows; r++) {
      subtract(x, from + r * length, c[r], y, to + r * length, length);
    }
  }

  /** y ← the sum of each row, from {@code to} on. */
  final void sumOfEach(
      double[] x, int from, int rows, int length, double[] y, int to, double[] lanes) {
    for (int r = 0; r < rows; r++) {
      y[to + r] = sumOfRow(x, from + r * length, length, lanes);
    }
  }

  /** y ← rows of y, each divided by its c. */
  final void divideEach(double[] y, int from, double[] c, int rows, int length) {
    for (int r = 0; r < rows; r++) {
      divide(y, from + r * length, c[r], length);
    }
  }

  @Override
  public void labelCrossEntropy(
      double[] x, int[] labels, double[] weights, int rows, int classes, double[] y) {
    CrossEntropyF64.losses(this, x, labels, weights, rows, classes, y);
  }

  @Override
  @SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
  public void labelCrossEntropyVjp(
      double[] x,
      int[] labels,
      double[] weights,
      /* wide */ double scale,
      int rows,
      int classes,
      double[] y) {
    CrossEntropyF64.slopes(this, x, labels, weights, (double) scale, rows, classes, y);
  }

  static int rowsOfBlock(int outer, int length) {
    return Math.max(1, Math.min(outer, BLOCK / Math.max(1, length)));
  }

  /** y[yAt + i] ← x[xAt + i] − c for i in [0, n). */
  void subtract(double[] x, int xAt, double c, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i] - c;
    }
  }

  /** y[at + i] ← y[at + i] ÷ c for i in [0, n). */
  void divide(double[] y, int at, double c, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] /= c;
    }
  }

  /** y[at + i] ← exp y[at + i] for i in [0, n). */
  void expRow(double[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = DoubleFunctions.exp(y[at + i]);
    }
  }

  /** y[at + i] ← ln y[at + i] for i in [0, n). */
  void logRow(double[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = DoubleFunctions.log(y[at + i]);
    }
  }

  @Override
  public int argMax(double[] x, int outer, int length, int inner, int outerAt, int innerAt) {
    int from = outerAt * length * inner + innerAt;
    int best = 0;
    for (int l = 0; l < length; l++) {
      double candidate = x[from + l * inner];
      if (Double.isNaN(candidate)) {
        return l;
      }
      if (candidate > x[from + best * inner]) {
        best = l;
      }
    }
    return best;
  }

  @Override
  public int argMin(double[] x, int outer, int length, int inner, int outerAt, int innerAt) {
    int from = outerAt * length * inner + innerAt;
    int best = 0;
    for (int l = 0; l < length; l++) {
      double candidate = x[from + l * inner];
      if (Double.isNaN(candidate)) {
        return l;
      }
      if (candidate < x[from + best * inner]) {
        best = l;
      }
    }
    return best;
  }
}
