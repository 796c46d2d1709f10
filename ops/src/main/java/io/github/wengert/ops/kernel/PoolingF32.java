package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Largest elements and means of the windows of images. What the windows of one row have in common
 * is done once: first down, whole rows at a time, then across.
 *
 * @param kernels loops over rows
 * @param shape the sizes
 */
record PoolingF32(ScalarKernelsF32 kernels, PoolingShape shape) {
  private static final float INFINITE = Float.POSITIVE_INFINITY;

  void max(float[] x, float[] y) {
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
    int[] firsts = shape.columns().firsts();
    int[] ends = shape.columns().ends();
    shape.forEachPart((from, end) -> {
      float[] row = new float[width];
      for (int plane = from; plane < end; plane++) {
        int at = plane * shape.pixels();
        int to = plane * shape.windows();
        for (int i = 0; i < down.count(); i++) {
          System.arraycopy(x, at + down.begin(i) * width, row, 0, width);
          for (int r = down.begin(i) + 1; r < down.stop(i); r++) {
            kernels.maxIntoRow(x, at + r * width, row, width);
          }
          maxAcross(row, firsts, ends, y, to + i * count);
        }
      }
    });
  }

  // All windows of a row are looked at together, a tap at a time: a window alone is a loop too
  // short
  // to run at speed.

  private void maxAcross(float[] row, int[] firsts, int[] ends, float[] y, int to) {
    Windows across = shape.columns();
    Arrays.fill(y, to, to + across.count(), -INFINITE);
    for (int tap = 0; tap < across.size(); tap++) {
      int first = across.position(0, tap);
      for (int j = firsts[tap]; j < ends[tap]; j++) {
        y[to + j] = Math.max(y[to + j], row[first + j * across.stride()]);
      }
    }
  }

  /** Finds where in x the first largest element of each window is; NaN counts as largest. */
  void positionsOfMax(float[] x, int[] positions) {
    forEachRow(x, (best, next) -> System.arraycopy(best, 0, positions, next, best.length));
  }

  void maxVjp(float[] x, float[] g, float[] y) {
    if ((long) shape.rows().overlap() * shape.columns().overlap() > ColumnSumsF32.BLOCK) {
      int[] best = new int[shape.planes() * shape.windows()];
      positionsOfMax(x, best);
      new IndexSumsF32(kernels, best, shape.planes() * shape.pixels(), 1).run(g, 1, y);
      return;
    }
    Arrays.fill(y, 0);
    forEachRow(
        x,
        (best, next) -> {
          for (int j = 0; j < best.length; j++) {
            y[best[j]] += g[next + j];
          }
        });
  }

  private interface RowOfWindows {
    /** Takes where the largest elements are, and the number of the first of the windows. */
    void accept(int[] best, int next);
  }

  private void forEachRow(float[] x, RowOfWindows action) {
    int[] firsts = shape.columns().firsts();
    int[] ends = shape.columns().ends();
    shape.forEachPart((from, end) -> {
      int count = shape.columns().count();
      float[] max = new float[count];
      int[] best = new int[count];
      for (int plane = from; plane < end; plane++) {
        for (int i = 0; i < shape.rows().count(); i++) {
          findLargest(x, plane * shape.pixels(), i, firsts, ends, max, best);
          action.accept(best, plane * shape.windows() + i * count);
        }
      }
    });
  }

  private void findLargest(
      float[] x, int plane, int i, int[] firsts, int[] ends, float[] max, int[] best) {
    Windows across = shape.columns();
    int width = across.length();
    int top = plane + shape.rows().begin(i) * width;
    Arrays.fill(max, -INFINITE);
    for (int j = 0; j < best.length; j++) {
      best[j] = top + across.begin(j);
    }
    int bottom = plane + shape.rows().stop(i) * width;
    for (int row = top; row < bottom; row += width) {
      for (int tap = 0; tap < across.size(); tap++) {
        int first = row + across.position(0, tap);
        for (int j = firsts[tap]; j < ends[tap]; j++) {
          int at = first + j * across.stride();
          float value = x[at];
          int isLarger = value <= max[j] ? 0 : 1; // or one of both is NaN
          int isNumber = max[j] <= INFINITE ? 1 : 0;
          best[j] += (at - best[j]) * (isLarger & isNumber); // no jump: a product
          max[j] = Math.max(max[j], value);
        }
      }
    }
  }

  void mean(boolean countPadding, float[] x, float[] y) {
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
    shape.forEachPart((from, end) -> {
      float[] row = new float[width];
      for (int plane = from; plane < end; plane++) {
        int at = plane * shape.pixels();
        int to = plane * shape.windows();
        for (int i = 0; i < down.count(); i++) {
          int rows = down.stop(i) - down.begin(i);
          if (rows > ColumnSumsF32.BLOCK) {
            new ColumnSumsF32(kernels, rows, width).sum(x, at + down.begin(i) * width, row, 0);
          } else {
            kernels.sumOfRows(x, at + down.begin(i) * width, rows, row, 0, width);
          }
          meanAcross(countPadding, i, row, y, to + i * count);
        }
      }
    });
  }

  private void meanAcross(boolean countPadding, int i, float[] row, float[] y, int to) {
    Windows across = shape.columns();
    boolean few = across.size() <= ColumnSumsF32.BLOCK;
    float[] lanes = new float[few ? 0 : ScalarRowsF32.LANES];
    for (int j = 0; j < across.count(); j++) {
      int begin = across.begin(j);
      float sum =
          few
              ? sumOfFew(row, begin, across.stop(j))
              : kernels.sumOfRow(row, begin, across.stop(j) - begin, lanes);
      y[to + j] = sum / divisor(countPadding, i, j);
    }
  }

  private static float sumOfFew(float[] row, int begin, int stop) {
    float sum = row[begin];
    for (int c = begin + 1; c < stop; c++) {
      sum += row[c];
    }
    return sum;
  }

  /** Returns how many elements a window has. */
  private float divisor(boolean countPadding, int i, int j) {
    Windows down = shape.rows();
    Windows across = shape.columns();
    return countPadding
        ? (float) down.extent(i) * across.extent(j)
        : (float) (down.stop(i) - down.begin(i)) * (across.stop(j) - across.begin(j));
  }

  void meanVjp(boolean countPadding, float[] g, float[] y) {
    Arrays.fill(y, 0);
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
    shape.forEachPart((from, end) -> {
      RowTreeF32[] trees = trees(down, width);
      float[] row = new float[width];
      for (int plane = from; plane < end; plane++) {
        int at = plane * shape.pixels();
        int next = plane * shape.windows();
        for (int i = 0; i < down.count(); i++) {
          spread(countPadding, g, next + i * count, i, row);
          for (int r = down.begin(i); r < down.stop(i); r++) {
            int to = at + r * width;
            if (trees.length > 0 && i > 0 && i % ColumnSumsF32.BLOCK == 0) {
              trees[r].add(y, to);
              Arrays.fill(y, to, to + width, 0);
            }
            kernels.addRow(row, 0, y, to, width);
          }
        }
        for (int r = 0; r < trees.length; r++) {
          trees[r].addTo(y, at + r * width);
        }
      }
    });
  }

  /**
   * Returns what a row of pixels is added up in, if more windows than a block have a part in it.
   */
  private RowTreeF32[] trees(Windows down, int width) {
    RowTreeF32[] trees = new RowTreeF32[down.overlap() > ColumnSumsF32.BLOCK ? down.length() : 0];
    Arrays.setAll(trees, r -> new RowTreeF32(kernels, width));
    return trees;
  }

  /** Hands the gradients of a row of windows to a row of pixels, in equal shares. */
  private void spread(boolean countPadding, float[] g, int at, int i, float[] row) {
    Windows across = shape.columns();
    if (across.overlap() > ColumnSumsF32.BLOCK) {
      spreadByPixels(countPadding, g, at, i, row);
      return;
    }
    Arrays.fill(row, 0);
    for (int j = 0; j < across.count(); j++) {
      float share = g[at + j] / divisor(countPadding, i, j);
      int stop = across.stop(j);
      for (int c = across.begin(j); c < stop; c++) {
        row[c] += share;
      }
    }
  }

  /** Adds up for each pixel what it gets of the windows that it lies in, which are neighbours. */
  private void spreadByPixels(boolean countPadding, float[] g, int at, int i, float[] row) {
    Windows across = shape.columns();
    float[] shares = new float[across.count()];
    for (int j = 0; j < shares.length; j++) {
      shares[j] = g[at + j] / divisor(countPadding, i, j);
    }
    float[] lanes = new float[ScalarRowsF32.LANES];
    int first = 0;
    int end = 0;
    for (int c = 0; c < row.length; c++) {
      while (end < shares.length && across.begin(end) <= c) {
        end++;
      }
      while (first < end && across.stop(first) <= c) {
        first++;
      }
      row[c] = kernels.sumOfRow(shares, first, end - first, lanes);
    }
  }
}
