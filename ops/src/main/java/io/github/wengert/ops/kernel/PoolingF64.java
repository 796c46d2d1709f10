package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Largest elements and means of the windows of images. What the windows of one row have in common
 * is done once: first down, whole rows at a time, then across.
 *
 * @param kernels loops over rows
 * @param shape the sizes
 */
record PoolingF64(ScalarKernelsF64 kernels, PoolingShape shape) {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  void max(double[] x, double[] y) {
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
    int[] firsts = shape.columns().firsts();
    int[] ends = shape.columns().ends();
    shape.forEachPart((from, end) -> {
      double[] row = new double[width];
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

  private void maxAcross(double[] row, int[] firsts, int[] ends, double[] y, int to) {
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
  void positionsOfMax(double[] x, int[] positions) {
    forEachRow(x, (best, next) -> System.arraycopy(best, 0, positions, next, best.length));
  }

  void maxVjp(double[] x, double[] g, double[] y) {
    if ((long) shape.rows().overlap() * shape.columns().overlap() > ColumnSumsF64.BLOCK) {
      int[] best = new int[shape.planes() * shape.windows()];
      positionsOfMax(x, best);
      new IndexSumsF64(kernels, best, shape.planes() * shape.pixels(), 1).run(g, 1, y);
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

  private void forEachRow(double[] x, RowOfWindows action) {
    int[] firsts = shape.columns().firsts();
    int[] ends = shape.columns().ends();
    shape.forEachPart((from, end) -> {
      int count = shape.columns().count();
      double[] max = new double[count];
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
      double[] x, int plane, int i, int[] firsts, int[] ends, double[] max, int[] best) {
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
          double value = x[at];
          int isLarger = value <= max[j] ? 0 : 1; // or one of both is NaN
          int isNumber = max[j] <= INFINITE ? 1 : 0;
          best[j] += (at - best[j]) * (isLarger & isNumber); // no jump: a product
          max[j] = Math.max(max[j], value);
        }
      }
    }
  }

  void mean(boolean countPadding, double[] x, double[] y) {
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
    shape.forEachPart((from, end) -> {
      double[] row = new double[width];
      for (int plane = from; plane < end; plane++) {
        int at = plane * shape.pixels();
        int to = plane * shape.windows();
        for (int i = 0; i < down.count(); i++) {
          int rows = down.stop(i) - down.begin(i);
          if (rows > ColumnSumsF64.BLOCK) {
            new ColumnSumsF64(kernels, rows, width).sum(x, at + down.begin(i) * width, row, 0);
          } else {
            kernels.sumOfRows(x, at + down.begin(i) * width, rows, row, 0, width);
          }
          meanAcross(countPadding, i, row, y, to + i * count);
        }
      }
    });
  }

  private void meanAcross(boolean countPadding, int i, double[] row, double[] y, int to) {
    Windows across = shape.columns();
    boolean few = across.size() <= ColumnSumsF64.BLOCK;
    double[] lanes = new double[few ? 0 : ScalarRowsF64.LANES];
    for (int j = 0; j < across.count(); j++) {
      int begin = across.begin(j);
      double sum =
          few
              ? sumOfFew(row, begin, across.stop(j))
              : kernels.sumOfRow(row, begin, across.stop(j) - begin, lanes);
      y[to + j] = sum / divisor(countPadding, i, j);
    }
  }

  private static double sumOfFew(double[] row, int begin, int stop) {
    double sum = row[begin];
    for (int c = begin + 1; c < stop; c++) {
      sum += row[c];
    }
    return sum;
  }

  /** Returns how many elements a window has. */
  private double divisor(boolean countPadding, int i, int j) {
    Windows down = shape.rows();
    Windows across = shape.columns();
    return countPadding
        ? (double) down.extent(i) * across.extent(j)
        : (double) (down.stop(i) - down.begin(i)) * (across.stop(j) - across.begin(j));
  }

  void meanVjp(boolean countPadding, double[] g, double[] y) {
    Arrays.fill(y, 0);
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
    shape.forEachPart((from, end) -> {
      RowTreeF64[] trees = trees(down, width);
      double[] row = new double[width];
      for (int plane = from; plane < end; plane++) {
        int at = plane * shape.pixels();
        int next = plane * shape.windows();
        for (int i = 0; i < down.count(); i++) {
          spread(countPadding, g, next + i * count, i, row);
          for (int r = down.begin(i); r < down.stop(i); r++) {
            int to = at + r * width;
            if (trees.length > 0 && i > 0 && i % ColumnSumsF64.BLOCK == 0) {
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
  private RowTreeF64[] trees(Windows down, int width) {
    RowTreeF64[] trees = new RowTreeF64[down.overlap() > ColumnSumsF64.BLOCK ? down.length() : 0];
    Arrays.setAll(trees, r -> new RowTreeF64(kernels, width));
    return trees;
  }

  /** Hands the gradients of a row of windows to a row of pixels, in equal shares. */
  private void spread(boolean countPadding, double[] g, int at, int i, double[] row) {
    Windows across = shape.columns();
    if (across.overlap() > ColumnSumsF64.BLOCK) {
      spreadByPixels(countPadding, g, at, i, row);
      return;
    }
    Arrays.fill(row, 0);
    for (int j = 0; j < across.count(); j++) {
      double share = g[at + j] / divisor(countPadding, i, j);
      int stop = across.stop(j);
      for (int c = across.begin(j); c < stop; c++) {
        row[c] += share;
      }
    }
  }

  /** Adds up for each pixel what it gets of the windows that it lies in, which are neighbours. */
  private void spreadByPixels(boolean countPadding, double[] g, int at, int i, double[] row) {
    Windows across = shape.columns();
    double[] shares = new double[across.count()];
    for (int j = 0; j < shares.length; j++) {
      shares[j] = g[at + j] / divisor(countPadding, i, j);
    }
    double[] lanes = new double[ScalarRowsF64.LANES];
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
