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
  void max(double[] x, double[] y) {
    Windows down = shape.rows();
    int width = shape.columns().length();
    int count = shape.columns().count();
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
          maxAcross(row, y, to + i * count);
        }
      }
    });
  }

  private void maxAcross(double[] row, double[] y, int to) {
    Windows across = shape.columns();
    for (int j = 0; j < across.count(); j++) {
      int stop = across.stop(j);
      double max = row[across.begin(j)];
      for (int c = across.begin(j) + 1; c < stop; c++) {
        max = Math.max(max, row[c]);
      }
      y[to + j] = max;
    }
  }

  /** Finds where in x the first largest element of each window is; NaN counts as largest. */
  void positionsOfMax(double[] x, int[] positions) {
    shape.forEachPart((from, end) -> {
      for (int plane = from; plane < end; plane++) {
        int next = plane * shape.windows();
        for (int i = 0; i < shape.rows().count(); i++) {
          for (int j = 0; j < shape.columns().count(); j++) {
            positions[next++] = positionOfMax(x, plane * shape.pixels(), i, j);
          }
        }
      }
    });
  }

  private int positionOfMax(double[] x, int plane, int i, int j) {
    int width = shape.columns().length();
    int left = shape.columns().begin(j);
    int right = shape.columns().stop(j);
    int bottom = shape.rows().stop(i);
    int best = plane + shape.rows().begin(i) * width + left;
    double max = x[best];
    for (int r = shape.rows().begin(i); r < bottom; r++) {
      for (int at = plane + r * width + left; at < plane + r * width + right; at++) {
        double value = x[at];
        if (value > max || (Double.isNaN(value) && !Double.isNaN(max))) {
          max = value;
          best = at;
        }
      }
    }
    return best;
  }

  void maxVjp(double[] x, double[] g, double[] y) {
    Arrays.fill(y, 0);
    shape.forEachPart((from, end) -> {
      for (int plane = from; plane < end; plane++) {
        int next = plane * shape.windows();
        for (int i = 0; i < shape.rows().count(); i++) {
          for (int j = 0; j < shape.columns().count(); j++) {
            y[positionOfMax(x, plane * shape.pixels(), i, j)] += g[next++];
          }
        }
      }
    });
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
          System.arraycopy(x, at + down.begin(i) * width, row, 0, width);
          for (int r = down.begin(i) + 1; r < down.stop(i); r++) {
            kernels.addRow(x, at + r * width, row, 0, width);
          }
          meanAcross(countPadding, i, row, y, to + i * count);
        }
      }
    });
  }

  private void meanAcross(boolean countPadding, int i, double[] row, double[] y, int to) {
    Windows across = shape.columns();
    for (int j = 0; j < across.count(); j++) {
      int stop = across.stop(j);
      double sum = row[across.begin(j)];
      for (int c = across.begin(j) + 1; c < stop; c++) {
        sum += row[c];
      }
      y[to + j] = sum / divisor(countPadding, i, j);
    }
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
      double[] row = new double[width];
      for (int plane = from; plane < end; plane++) {
        int at = plane * shape.pixels();
        int next = plane * shape.windows();
        for (int i = 0; i < down.count(); i++) {
          spread(countPadding, g, next + i * count, i, row);
          for (int r = down.begin(i); r < down.stop(i); r++) {
            kernels.addRow(row, 0, y, at + r * width, width);
          }
        }
      }
    });
  }

  /** Hands the gradients of a row of windows to a row of pixels, in equal shares. */
  private void spread(boolean countPadding, double[] g, int at, int i, double[] row) {
    Windows across = shape.columns();
    Arrays.fill(row, 0);
    for (int j = 0; j < across.count(); j++) {
      double share = g[at + j] / divisor(countPadding, i, j);
      int stop = across.stop(j);
      for (int c = across.begin(j); c < stop; c++) {
        row[c] += share;
      }
    }
  }
}
