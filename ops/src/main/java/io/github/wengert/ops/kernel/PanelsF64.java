package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

import java.util.Arrays;
import java.util.List;

/**
 * A block of B, cut into panels that stand side by side. Each group of rows of A is multiplied by
 * every panel.
 *
 * <p>A panel is as wide as a {@linkplain VectorTilesF64 tile}. Panels are read from B itself, or
 * from copies that stream sequentially, so that hardware prefetching works.
 *
 * @param b the block: element (0, 0) is its first one
 * @param columns how many columns the block has
 * @param steps how many rows it has: steps of k
 * @param inPlace whether whole panels are read from B itself: its columns are neighbours then
 * @param scratch has room for copies of all panels that are not read in place
 * @param at where in scratch copies begin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PanelsF64(MatrixF64 b, int columns, int steps, boolean inPlace, double[] scratch, int at) {
  /** Transposing a panel may write behind its end, up to a block of eight steps. */
  private static final int BEHIND = 7;

  private static final int FEWEST_BITS = 16;
  private static final int MOST_BITS = 20;

  /** The most elements of panels: some megabytes, which the last-level cache has room for. */
  static final int MANY = 1 << MOST_BITS;

  /** Scratch arrays by their sizes, each of which is twice the one before. */
  private static final List<ScratchPool<double[]>> SCRATCH =
      List.of(pool(FEWEST_BITS), pool(17), pool(18), pool(19), pool(MOST_BITS));

  private static ScratchPool<double[]> pool(int bits) {
    return new ScratchPool<>(() -> new double[(1 << bits) + BEHIND * WIDEST * L]);
  }

  /** Returns how many vectors wide the next panel is. */
  static int vectorsFor(int columns) {
    return WIDEST == 4 && columns > 3 * L ? 4 : columns > L ? 2 : 1;
  }

  /** Returns how many rows high the next tile is. */
  static int rowsFor(int rows, int vectors) {
    if (vectors == 1 && rows >= 8) {
      return 8;
    }
    if (vectors > 1 && rows >= 6 && rows != 8 && rows != 9) {
      return 6;
    }
    return rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
  }

  private static ScratchPool<double[]> poolFor(int elements) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(elements - 1);
    return SCRATCH.get(Math.max(FEWEST_BITS, bits) - FEWEST_BITS);
  }

  /** Returns how many elements the copies of some panels take up at most. */
  static int room(int columns, int steps, boolean inPlace) {
    return (inPlace ? WIDEST * L : widthOf(columns)) * steps;
  }

  /** Returns scratch for copies of {@link #room} elements. */
  static double[] borrow(int room) {
    return poolFor(Math.max(1, room)).borrow();
  }

  static void giveBack(double[] scratch) {
    poolFor(scratch.length - BEHIND * WIDEST * L).giveBack(scratch);
  }

  /** Returns the width of all panels, of which the last one may be wider than what is left. */
  static int widthOf(int columns) {
    return Math.ceilDiv(columns, L) * L;
  }

  /** Returns how many columns are in panels that are full, or in front of one that is not. */
  static int wholeOf(int columns) {
    int j = 0;
    while (columns - j >= vectorsFor(columns - j) * L) {
      j += vectorsFor(columns - j) * L;
    }
    return j;
  }

  /** Views the panels from column j on, where one begins, as many as there are in some columns. */
  PanelsF64 from(int j, int some) {
    return new PanelsF64(b.from(0, j), some, steps, inPlace, scratch, packedAt(j));
  }

  /** Makes the copies. */
  void pack() {
    int width;
    for (int j = 0; j < columns; j += width) {
      width = vectorsFor(columns - j) * L;
      if (isPacked(j, width)) {
        int some = Math.min(width, columns - j);
        VectorPackF64.panel(b.from(0, j), steps, some, scratch, packedAt(j), width, steps + BEHIND);
      }
    }
  }

  /** Returns where the copy of a panel begins: in place, only the last one may need one. */
  private int packedAt(int j) {
    return inPlace ? at : at + j * steps;
  }

  private boolean isPacked(int j, int width) {
    return !inPlace
        || (columns - j < width
            && VectorPackF64.readable(b.array(), b.index(0, j), b.row(), steps, width) < steps);
  }

  /**
   * Computes {@code C ← S + A · B} for m rows.
   *
   * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF64#ZERO}
   * @param c the result, in rows of {@link #widthOf} elements or more
   */
  void multiply(int m, MatrixF64 a, MatrixF64 s, MatrixF64 c) {
    int width;
    for (int j = 0; j < columns; j += width) {
      width = vectorsFor(columns - j) * L;
      boolean packed = isPacked(j, width);
      int vectors = width / L;
      int rows;
      for (int i = 0; i < m; i += rows) {
        rows = rowsFor(m - i, vectors);
        VectorTilesF64.multiply(
            rows,
            vectors,
            steps,
            a.array(),
            a.index(i, 0),
            a.row(),
            a.column(),
            packed ? scratch : b.array(),
            packed ? packedAt(j) : b.index(0, j),
            packed ? width : b.row(),
            s.array(),
            s.index(i, j),
            s.row(),
            c.array(),
            c.index(i, j),
            c.row());
      }
    }
  }

  /** Copies some elements of what sums start from into a piece of scratch. */
  static void copyIn(MatrixF64 start, int rows, int columns, MatrixF64 piece) {
    for (int i = 0; i < rows; i++) {
      int from = start.index(i, 0);
      int to = piece.index(i, 0);
      if (start.column() == 1) {
        VectorPackF64.copy(start.array(), from, piece.array(), to, columns);
      } else if (start.column() == 0) {
        Arrays.fill(piece.array(), to, to + columns, start.array()[from]);
      } else {
        for (int j = 0; j < columns; j++) {
          piece.array()[to + j] = start.array()[from + j * start.column()];
        }
      }
    }
  }

  /** Copies some elements of C from a piece of scratch. */
  static void copyOut(MatrixF64 piece, int rows, int columns, MatrixF64 c) {
    for (int i = 0; i < rows; i++) {
      VectorPackF64.copy(piece.array(), piece.index(i, 0), c.array(), c.index(i, 0), columns);
    }
  }
}
