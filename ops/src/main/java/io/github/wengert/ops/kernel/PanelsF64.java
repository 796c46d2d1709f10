package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorMatmulF64.rowsFor;
import static io.github.wengert.ops.kernel.VectorMatmulF64.widthFor;
import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

/**
 * A block of B, cut into panels that stand side by side: some rows of A after the other meet all of
 * them, as long as a near cache has room for what they read.
 *
 * <p>A panel is as wide as a {@linkplain VectorTilesF64 tile}. Panels are read from B itself, or
 * from copies in which a row of a panel follows the one before it, so that the processor sees what
 * is needed next.
 *
 * @param b the block: element (0, 0) is its first one
 * @param columns how many columns the block has
 * @param steps how many rows it has: steps of k
 * @param inPlace whether whole panels are read from B itself: its columns are neighbours then
 * @param scratch has {@link #room} for copies of all panels
 * @param at where in scratch copies begin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PanelsF64(MatrixF64 b, int columns, int steps, boolean inPlace, double[] scratch, int at) {
  /** Transposing a panel may write behind its end, up to a block of eight steps. */
  private static final int BEHIND = 7;

  /** The most elements of panels in {@link #SCRATCH}. */
  static final int MANY = 1 << 20;

  /** Room for many panels: some megabytes, which the last-level cache has room for. */
  static final ScratchPool<double[]> SCRATCH = new ScratchPool<>(() -> new double[room(MANY)]);

  /** Returns how many elements copies of panels take up, if as many steps as elements fit in. */
  static int room(int elements) {
    return elements + BEHIND * WIDEST * L;
  }

  /** Returns the width of all panels, of which the last one may be wider than what is left. */
  static int widthOf(int columns) {
    return Math.ceilDiv(columns, L) * L;
  }

  /** Views the panels from column j on, where one begins, as many as there are in some columns. */
  PanelsF64 from(int j, int some) {
    return new PanelsF64(b.from(0, j), some, steps, inPlace, scratch, at + j * steps);
  }

  /** Makes the copies. */
  void pack() {
    int width;
    for (int j = 0; j < columns; j += width) {
      width = widthFor(columns - j);
      if (isPacked(j, width)) {
        int some = Math.min(width, columns - j);
        VectorPackF64.panel(
            b.from(0, j), steps, some, scratch, at + j * steps, width, steps + BEHIND);
      }
    }
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
      width = widthFor(columns - j);
      boolean packed = isPacked(j, width);
      int rows;
      for (int i = 0; i < m; i += rows) {
        rows = rowsFor(m - i, width);
        VectorTilesF64.multiply(
            rows,
            width,
            steps,
            a.array(),
            a.index(i, 0),
            a.row(),
            a.column(),
            packed ? scratch : b.array(),
            packed ? at + j * steps : b.index(0, j),
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
}
