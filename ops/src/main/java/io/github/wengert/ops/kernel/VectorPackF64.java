package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies blocks of B into panels: rows of {@code width} neighbouring elements, one for each k. What
 * stands behind the last column, or the last step of k, is undefined. Copying costs as much as a
 * few rows of the product; it makes B contiguous, and transposes it where it has to be.
 */
final class VectorPackF64 {
  private static final VectorSpecies<Double> LANES = VectorTilesF64.LANES;
  private static final int L = VectorTilesF64.L;

  /** Eight lanes, whatever the element type: blocks of 8 × 8 are transposed in registers. */
  static final VectorSpecies<Double> EIGHT =
      VectorSpecies.of(double.class, VectorShape.forBitSize(8 * Double.SIZE));

  /** Whether this machine has such registers. */
  static final boolean HAS_EIGHT = L >= 8;

  // Which lanes of two vectors, counted through, make the two halves of their zip.
  static final DoubleVector LOW =
      DoubleVector.fromArray(EIGHT, new double[] {0, 8, 1, 9, 2, 10, 3, 11}, 0);
  static final DoubleVector HIGH =
      DoubleVector.fromArray(EIGHT, new double[] {4, 12, 5, 13, 6, 14, 7, 15}, 0);

  /** How many steps of k are transposed at a time, so that what is written stays in L1. */
  private static final int CHUNK = 64;

  private VectorPackF64() {}

  /**
   * Packs columns of B, which is stored as {@code [k, n]}. Whole vectors are copied wherever they
   * do not reach over the end of {@code b}.
   *
   * @param at where the block begins in {@code b}
   * @param step how far rows of B are apart
   * @param columns how many columns there are
   */
  static void rows(double[] b, int at, int step, int kc, int columns, double[] panel, int width) {
    int safe = Math.clamp((b.length - at - width) / Math.max(1, step) + 1L, 0, kc);
    if (at + width > b.length) {
      safe = 0;
    }
    for (int j = 0; j < width; j += L) {
      for (int k = 0; k < safe; k++) {
        DoubleVector.fromArray(LANES, b, at + k * step + j).intoArray(panel, k * width + j);
      }
    }
    for (int k = safe; k < kc; k++) {
      System.arraycopy(b, at + k * step, panel, k * width, columns);
    }
  }

  /**
   * Packs columns of B, which is stored as {@code [n, k]}, so that a column is contiguous.
   *
   * @param at where the block begins in {@code b}
   * @param step how far columns of B are apart
   * @param to where the panel begins
   * @param room for how many steps of k the panel has room, at least {@code kc}
   */
  static void columns(
      double[] b,
      int at,
      int step,
      int kc,
      int columns,
      double[] panel,
      int to,
      int width,
      int room) {
    int whole = HAS_EIGHT ? columns & -8 : 0;
    for (int k = 0; k < kc; k += CHUNK) {
      int end = Math.min(kc, k + CHUNK);
      for (int j = 0; j < whole; j += 8) {
        int last = at + (j + 7) * step;
        boolean roundsUp = end + 7 <= room && last + end + 7 <= b.length;
        int blocks = roundsUp ? (end + 7) & -8 : end;
        int tail = eightColumns(b, at + j * step, step, k, blocks, panel, to + j, width);
        for (int l = 0; l < 8; l++) {
          column(b, at + (j + l) * step, tail, end, panel, to + j + l, width);
        }
      }
      for (int j = whole; j < columns; j++) {
        column(b, at + j * step, k, end, panel, to + j, width);
      }
    }
  }

  /** Copies neighbouring elements by vectors, of which the last one overlaps the one before it. */
  static void copy(double[] x, int from, double[] y, int to, int n) {
    if (n < 8 || !HAS_EIGHT) {
      for (int i = 0; i < n; i++) {
        y[to + i] = x[from + i];
      }
      return;
    }
    for (int i = 0; i < n - 8; i += 8) {
      DoubleVector.fromArray(EIGHT, x, from + i).intoArray(y, to + i);
    }
    DoubleVector.fromArray(EIGHT, x, from + n - 8).intoArray(y, to + n - 8);
  }

  /**
   * Copies a matrix whose columns are neighbours column by column, in blocks of 8 × 8, the last of
   * which overlap; returns whether it is as large as a block.
   */
  static boolean transpose(MatrixF64 x, int rows, int columns, double[] y) {
    if (!HAS_EIGHT || rows < 8 || columns < 8) {
      return false;
    }
    for (int i = 0; i < rows; i += 8) {
      int row = Math.min(i, rows - 8);
      int at = x.index(row, 0);
      for (int j = 0; j < columns; j += 8) {
        int column = Math.min(j, columns - 8);
        eightColumns(x.array(), at, x.row(), column, column + 8, y, row, rows);
      }
    }
    return true;
  }

  private static void column(
      double[] b, int at, int from, int end, double[] panel, int column, int width) {
    for (int k = from; k < end; k++) {
      panel[k * width + column] = b[at + k];
    }
  }

  /** Transposes blocks by three rounds of zipping, and returns where the last whole one ends. */
  private static int eightColumns(
      double[] b, int at, int step, int from, int end, double[] panel, int column, int width) {
    DoubleVector low = LOW;
    DoubleVector high = HIGH;
    int b1 = at + step;
    int b2 = b1 + step;
    int b3 = b2 + step;
    int b4 = b3 + step;
    int b5 = b4 + step;
    int b6 = b5 + step;
    int b7 = b6 + step;
    int k = from;
    for (; k + 8 <= end; k += 8) {
      DoubleVector r0 = DoubleVector.fromArray(EIGHT, b, at + k);
      DoubleVector r1 = DoubleVector.fromArray(EIGHT, b, b1 + k);
      DoubleVector r2 = DoubleVector.fromArray(EIGHT, b, b2 + k);
      DoubleVector r3 = DoubleVector.fromArray(EIGHT, b, b3 + k);
      DoubleVector r4 = DoubleVector.fromArray(EIGHT, b, b4 + k);
      DoubleVector r5 = DoubleVector.fromArray(EIGHT, b, b5 + k);
      DoubleVector r6 = DoubleVector.fromArray(EIGHT, b, b6 + k);
      DoubleVector r7 = DoubleVector.fromArray(EIGHT, b, b7 + k);
      DoubleVector s0 = low.selectFrom(r0, r4);
      DoubleVector s1 = high.selectFrom(r0, r4);
      DoubleVector s2 = low.selectFrom(r1, r5);
      DoubleVector s3 = high.selectFrom(r1, r5);
      DoubleVector s4 = low.selectFrom(r2, r6);
      DoubleVector s5 = high.selectFrom(r2, r6);
      DoubleVector s6 = low.selectFrom(r3, r7);
      DoubleVector s7 = high.selectFrom(r3, r7);
      DoubleVector t0 = low.selectFrom(s0, s4);
      DoubleVector t1 = high.selectFrom(s0, s4);
      DoubleVector t2 = low.selectFrom(s1, s5);
      DoubleVector t3 = high.selectFrom(s1, s5);
      DoubleVector t4 = low.selectFrom(s2, s6);
      DoubleVector t5 = high.selectFrom(s2, s6);
      DoubleVector t6 = low.selectFrom(s3, s7);
      DoubleVector t7 = high.selectFrom(s3, s7);
      DoubleVector u0 = low.selectFrom(t0, t4);
      DoubleVector u1 = high.selectFrom(t0, t4);
      DoubleVector u2 = low.selectFrom(t1, t5);
      DoubleVector u3 = high.selectFrom(t1, t5);
      DoubleVector u4 = low.selectFrom(t2, t6);
      DoubleVector u5 = high.selectFrom(t2, t6);
      DoubleVector u6 = low.selectFrom(t3, t7);
      DoubleVector u7 = high.selectFrom(t3, t7);
      int to = k * width + column;
      u0.intoArray(panel, to);
      u1.intoArray(panel, to + width);
      u2.intoArray(panel, to + 2 * width);
      u3.intoArray(panel, to + 3 * width);
      u4.intoArray(panel, to + 4 * width);
      u5.intoArray(panel, to + 5 * width);
      u6.intoArray(panel, to + 6 * width);
      u7.intoArray(panel, to + 7 * width);
    }
    return k;
  }
}
