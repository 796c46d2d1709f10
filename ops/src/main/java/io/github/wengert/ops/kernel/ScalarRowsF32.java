package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Loops over {@code float[]} along the middle of {@code [outer, length, inner]}. Vectors take over
 * from single rows, {@code inner = 1}, and from rows that are added.
 *
 * <p>A sum of a contiguous row runs over {@value #LANES} lanes, element i in lane i mod {@value
 * #LANES}, whose upper half is then added to the lower half until one is left: the result's
 * definition, however many of them a vector really holds. They fill four of the widest registers,
 * and as many additions are on their way at once in a processor; a row shorter than that only has
 * the first few levels of the tree.
 */
abstract class ScalarRowsF32 extends ScalarUpdatesF32 implements Kernels<float[]> {
  static final int LANES = 256 / Float.BYTES;

  /** The longest row whose sum is a single block of {@link ColumnSumsF32}. */
  static final int LONGEST = LANES * ColumnSumsF32.BLOCK;

  /** About how many elements go through the steps of a softmax together, within the first cache. */
  private static final int BLOCK = 2048;

  @Override
  public void addRow(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  @Override
  public void addAtIndices(float[] x, int[] indices, int outer, int extent, int inner, float[] y) {
    new IndexSumsF32(this, indices, extent, inner).run(x, outer, y);
  }

  /** Adds rows of {@code x} to rows of {@code y}, which are each so many elements apart. */
  void addRows(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      addRow(x, xAt + row * xStep, y, yAt + row * yStep, length);
    }
  }

  /** Copies rows of {@code x} to rows of {@code y}, which are each so many elements apart. */
  void copyRows(
      float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, xAt + row * xStep, y, yAt + row * yStep, length);
    }
  }

  /** yᵢ ← max(yᵢ, x[xAt + i]) for i in [0, n). */
  void maxIntoRow(float[] x, int xAt, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(y[i], x[xAt + i]);
    }
  }

  @Override
  public void sum(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      float[] lanes = new float[LANES];
      for (int o = 0; o < outer; o++) {
        y[o] = sumOfRow(x, o * length, length, lanes);
      }
      return;
    }
    if (length == 0 || inner == 0) {
      Arrays.fill(y, 0, outer * inner, 0);
      return;
    }
    ColumnSumsF32 sums = new ColumnSumsF32(this, length, inner);
    for (int o = 0; o < outer; o++) {
      sums.sum(x, o * length * inner, y, o * inner);
    }
  }

  /** y ← the sum of at least one row, which stand one after the other, added in their order. */
  void sumOfRows(float[] x, int xAt, int rows, float[] y, int yAt, int length) {
    System.arraycopy(x, xAt, y, yAt, length);
    for (int row = 1; row < rows; row++) {
      addRow(x, xAt + row * length, y, yAt, length);
    }
  }

  /** Returns the sum of a row, which takes {@value #LANES} {@code lanes} to work in. */
  float sumOfRow(float[] x, int from, int length, float[] lanes) {
    if (length <= 16) {
      return sumOfFew(x, from, length);
    }
    if (length > LONGEST) {
      new ColumnSumsF32(this, length, 1).sum(x, from, lanes, 0);
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
  float sumOfLanes(float[] lanes) {
    for (int half = LANES / 2; half >= 16; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return sumOfFew(lanes, 0, 16);
  }

  /** Returns the sum of at most 16 elements in the same order. */
  static float sumOfFew(float[] x, int from, int n) {
    float sum04 = pair(x, from, 0, n) + pair(x, from, 4, n);
    float sum15 = pair(x, from, 1, n) + pair(x, from, 5, n);
    float sum26 = pair(x, from, 2, n) + pair(x, from, 6, n);
    float sum37 = pair(x, from, 3, n) + pair(x, from, 7, n);
    return sum04 + sum26 + (sum15 + sum37);
  }

  /** Returns the elements {@code i} and {@code i + 8}, added; absent ones are 0. */
  private static float pair(float[] x, int from, int i, int n) {
    float low = i < n ? x[from + i] : 0;
    return low + (i + 8 < n ? x[from + i + 8] : 0);
  }

  @Override
  public void max(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1 && ExtremesF32.isShort(length)) {
      ExtremesF32.max(x, outer, length, y);
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
  public void min(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1 && ExtremesF32.isShort(length)) {
      ExtremesF32.min(x, outer, length, y);
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
      float[] x, float[] extreme, float[] g, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      ExtremesF32.vjpOfRows(x, extreme, g, outer, length, y);
    } else {
      ExtremesF32.vjp(x, extreme, g, outer, length, inner, y);
    }
  }

  /** Returns the largest element of a row, NaN if there is one; the order does not matter. */
  float maxOfRow(float[] x, int from, int length) {
    float max = x[from];
    for (int l = 1; l < length; l++) {
      max = Math.max(max, x[from + l]);
    }
    return max;
  }

  /** Like {@link #maxOfRow}, for the smallest. */
  float minOfRow(float[] x, int from, int length) {
    float min = x[from];
    for (int l = 1; l < length; l++) {
      min = Math.min(min, x[from + l]);
    }
    return min;
  }

  @Override
  public void logSumExp(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      logSumExpOfRows(x, outer, length, y);
      return;
    }
    if (inner > 0 && outer > 0) {
      new SoftmaxColumnsF32(this, outer, length, inner).logSumExp(x, y);
    }
  }

  /** An infinite maximum is the result itself; shifting by it would have given NaN. */
  static float logSumExpOf(float max, float logSum) {
    return Double.isInfinite(max) ? max : max + logSum;
  }

  private void logSumExpOfRows(float[] x, int outer, int length, float[] y) {
    int rows = rowsOfBlock(outer, length);
    float[] e = new float[rows * length];
    float[] max = new float[rows];
    float[] lanes = new float[LANES];
    for (int o = 0; o < outer; o += rows) {
      int count = Math.min(rows, outer - o);
      for (int r = 0; r < count; r++) {
        max[r] = maxOfRow(x, (o + r) * length, length);
        subtract(x, (o + r) * length, max[r], e, r * length, length);
      }
      expRow(e, 0, count * length);
      for (int r = 0; r < count; r++) {
        y[o + r] = sumOfRow(e, r * length, length, lanes);
      }
      logRow(y, o, count);
      for (int r = 0; r < count; r++) {
        y[o + r] = logSumExpOf(max[r], y[o + r]);
      }
    }
  }

  @Override
  public void softmax(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      softmaxOfRows(x, outer, length, y);
      return;
    }
    if (inner > 0 && outer > 0) {
      new SoftmaxColumnsF32(this, outer, length, inner).softmax(x, y);
    }
  }

  private void softmaxOfRows(float[] x, int outer, int length, float[] y) {
    int rows = rowsOfBlock(outer, length);
    float[] lanes = new float[LANES];
    for (int o = 0; o < outer; o += rows) {
      int count = Math.min(rows, outer - o);
      for (int from = o * length; from < (o + count) * length; from += length) {
        subtract(x, from, maxOfRow(x, from, length), y, from, length);
      }
      expRow(y, o * length, count * length);
      for (int from = o * length; from < (o + count) * length; from += length) {
        divide(y, from, sumOfRow(y, from, length, lanes), length);
      }
    }
  }

  @Override
  public void logSoftmax(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      logSoftmaxOfRows(x, outer, length, y);
      return;
    }
    if (inner > 0 && outer > 0) {
      new SoftmaxColumnsF32(this, outer, length, inner).logSoftmax(x, y);
    }
  }

  private void logSoftmaxOfRows(float[] x, int outer, int length, float[] y) {
    int rows = rowsOfBlock(outer, length);
    float[] e = new float[rows * length];
    float[] logSum = new float[rows];
    float[] lanes = new float[LANES];
    for (int o = 0; o < outer; o += rows) {
      int count = Math.min(rows, outer - o);
      for (int from = o * length; from < (o + count) * length; from += length) {
        subtract(x, from, maxOfRow(x, from, length), y, from, length);
      }
      System.arraycopy(y, o * length, e, 0, count * length);
      expRow(e, 0, count * length);
      for (int r = 0; r < count; r++) {
        logSum[r] = sumOfRow(e, r * length, length, lanes);
      }
      logRow(logSum, 0, count);
      for (int r = 0; r < count; r++) {
        subtract(y, (o + r) * length, logSum[r], y, (o + r) * length, length);
      }
    }
  }

  @Override
  public void labelCrossEntropy(
      float[] x, int[] labels, float[] weights, int rows, int classes, float[] y) {
    CrossEntropyF32.losses(this, x, labels, weights, rows, classes, y);
  }

  @Override
  @SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
  public void labelCrossEntropyVjp(
      float[] x,
      int[] labels,
      float[] weights,
      /* wide */ double scale,
      int rows,
      int classes,
      float[] y) {
    CrossEntropyF32.slopes(this, x, labels, weights, (float) scale, rows, classes, y);
  }

  static int rowsOfBlock(int outer, int length) {
    return Math.max(1, Math.min(outer, BLOCK / Math.max(1, length)));
  }

  /** y[yAt + i] ← x[xAt + i] − c for i in [0, n). */
  void subtract(float[] x, int xAt, float c, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i] - c;
    }
  }

  /** y[at + i] ← y[at + i] ÷ c for i in [0, n). */
  void divide(float[] y, int at, float c, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] /= c;
    }
  }

  /** y[at + i] ← exp y[at + i] for i in [0, n). */
  void expRow(float[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = FloatFunctions.exp(y[at + i]);
    }
  }

  /** y[at + i] ← ln y[at + i] for i in [0, n). */
  void logRow(float[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = FloatFunctions.log(y[at + i]);
    }
  }

  @Override
  public int argMax(float[] x, int outer, int length, int inner, int outerAt, int innerAt) {
    int from = outerAt * length * inner + innerAt;
    int best = 0;
    for (int l = 0; l < length; l++) {
      float candidate = x[from + l * inner];
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
  public int argMin(float[] x, int outer, int length, int inner, int outerAt, int innerAt) {
    int from = outerAt * length * inner + innerAt;
    int best = 0;
    for (int l = 0; l < length; l++) {
      float candidate = x[from + l * inner];
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
