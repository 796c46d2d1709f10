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

  /** How many elements of a row are copied before the next row. */
  private static final int STREAM = 1024;

  /** How many steps of k are transposed at a time, so that what is written stays in L1. */
  private static final int CHUNK = 64;

  private VectorPackF64() {}

  /**
   * Packs the first columns and steps of k of B, however it is stored.
   *
   * @param to where the panel begins
   * @param room for how many steps of k the panel has room, at least {@code kc}
   */
  static void panel(MatrixF64 b, int kc, int columns, double[] panel, int to, int width, int room) {
    if (b.column() == 1) {
      rows(b.array(), b.at(), b.row(), kc, columns, panel, to, width);
    } else {
      columns(b.array(), b.at(), b.column(), kc, columns, panel, to, width, room);
    }
  }

  /**
   * Packs columns of B, which is stored as {@code [k, n]}. Whole vectors are copied wherever they
   * do not reach over the end of {@code b}.
   *
   * @param at where the block begins in {@code b}
   * @param step how far rows of B are apart
   * @param columns how many columns there are
   * @param to where the panel begins
   */
  private static void rows(
      double[] b, int at, int step, int kc, int columns, double[] panel, int to, int width) {
    int all = PanelsF64.widthOf(columns);
    int safe = readable(b, at, step, kc, all);
    int pairs = all / (2 * L) * (2 * L);
    for (int j = 0; j < pairs; j += STREAM) {
      twoVectors(b, at + j, step, safe, panel, to + j, width, Math.min(STREAM, pairs - j));
    }
    if (pairs < all) {
      for (int k = 0; k < safe; k++) {
        DoubleVector.fromArray(LANES, b, at + k * step + pairs)
            .intoArray(panel, to + k * width + pairs);
      }
    }
    for (int k = safe; k < kc; k++) {
      System.arraycopy(b, at + k * step, panel, to + k * width, columns);
    }
  }

  /** Returns how many of {@code kc} rows of B do not reach over its end if they are this wide. */
  static int readable(double[] b, int at, int step, int kc, int width) {
    int room = b.length - at - width;
    return room < 0 ? 0 : Math.min(kc, room / Math.max(1, step) + 1);
  }

  /** Copies rows by two vectors, from one end to the other: their lines are fetched together. */
  private static void twoVectors(
      double[] b, int bAt, int step, int kc, double[] panel, int panelAt, int width, int length) {
    for (int k = 0; k < kc; k++) {
      int from = bAt + k * step;
      int to = panelAt + k * width;
      for (int j = 0; j < length; j += 2 * L) {
        DoubleVector b0 = DoubleVector.fromArray(LANES, b, from + j);
        DoubleVector b1 = DoubleVector.fromArray(LANES, b, from + j + L);
        b0.intoArray(panel, to + j);
        b1.intoArray(panel, to + j + L);
      }
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
    if (HAS_EIGHT && kc <= 8 && room >= 8) {
      shortColumns(b, at, step, kc, columns, panel, to, width);
      return;
    }
    int whole = HAS_EIGHT ? columns & -8 : 0;
    for (int k = 0; k < kc; k += CHUNK) {
      int end = Math.min(kc, k + CHUNK);
      for (int j = 0; j < whole; j += 8) {
        int last = at + (j + 7) * step;
        boolean roundsUp = end + 7 <= room && last + end + 7 <= b.length;
        int blocks = (roundsUp ? end - k + 7 : end - k) / 8;
        int tail = k + 8 * blocks;
        transpose(
            blocks, b, at + j * step + k, step, 8, panel, to + k * width + j, width, 8 * width);
        for (int l = 0; l < 8; l++) {
          column(b, at + (j + l) * step, tail, end, panel, to + j + l, width);
        }
      }
      for (int j = whole; j < columns; j++) {
        column(b, at + j * step, k, end, panel, to + j, width);
      }
    }
  }

  /** Packs columns of eight elements or less: all blocks in one loop. */
  private static void shortColumns(
      double[] b, int at, int step, int kc, int columns, double[] panel, int to, int width) {
    int whole = columns & -8;
    if (whole > 0 && at + (whole - 1) * step + 8 > b.length) {
      whole -= 8;
    }
    transpose(whole / 8, b, at, step, 8 * step, panel, to, width, 8);
    for (int j = whole; j < columns; j++) {
      column(b, at + j * step, 0, kc, panel, to + j, width);
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
   *
   * @param to where the first column is copied to
   * @param step how far copies of columns are apart
   */
  static boolean transpose(MatrixF64 x, int rows, int columns, double[] y, int to, int step) {
    if (!HAS_EIGHT || rows < 8 || columns < 8) {
      return false;
    }
    int blocks = rows / 8;
    for (int j = 0; j < columns; j += 8) {
      int column = Math.min(j, columns - 8);
      int at = to + column * step;
      transpose(blocks, x.array(), x.index(0, column), x.row(), 8 * x.row(), y, at, step, 8);
      if (8 * blocks < rows) {
        int row = rows - 8;
        transpose(1, x.array(), x.index(row, column), x.row(), 0, y, at + row, step, 0);
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

  /**
   * Transposes blocks of 8 × 8 by three rounds of zipping.
   *
   * @param xStep how far rows of a block are apart in {@code x}; blocks are {@code xNext} apart
   * @param yStep how far rows of its transpose are apart in {@code y}, likewise
   */
  private static void transpose(
      int blocks,
      double[] x,
      int xAt,
      int xStep,
      int xNext,
      double[] y,
      int yAt,
      int yStep,
      int yNext) {
    DoubleVector low = LOW;
    DoubleVector high = HIGH;
    for (int i = 0; i < blocks; i++) {
      int from = xAt + i * xNext;
      int to = yAt + i * yNext;
      DoubleVector r0 = DoubleVector.fromArray(EIGHT, x, from);
      DoubleVector r1 = DoubleVector.fromArray(EIGHT, x, from + xStep);
      DoubleVector r2 = DoubleVector.fromArray(EIGHT, x, from + 2 * xStep);
      DoubleVector r3 = DoubleVector.fromArray(EIGHT, x, from + 3 * xStep);
      DoubleVector r4 = DoubleVector.fromArray(EIGHT, x, from + 4 * xStep);
      DoubleVector r5 = DoubleVector.fromArray(EIGHT, x, from + 5 * xStep);
      DoubleVector r6 = DoubleVector.fromArray(EIGHT, x, from + 6 * xStep);
      DoubleVector r7 = DoubleVector.fromArray(EIGHT, x, from + 7 * xStep);
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
      u0.intoArray(y, to);
      u1.intoArray(y, to + yStep);
      u2.intoArray(y, to + 2 * yStep);
      u3.intoArray(y, to + 3 * yStep);
      u4.intoArray(y, to + 4 * yStep);
      u5.intoArray(y, to + 5 * yStep);
      u6.intoArray(y, to + 6 * yStep);
      u7.intoArray(y, to + 7 * yStep);
    }
  }
}
