package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorMatmulF64.ROWS_WORTH_A_COPY;
import static io.github.wengert.ops.kernel.VectorMatmulF64.stepsInPlace;
import static io.github.wengert.ops.kernel.VectorMatmulF64.widthFor;
import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

/**
 * A matrix product by vectors, {@code C ← S + A · B}, whose result is stored column by column: this
 * is what a product becomes that is computed transposed, {@code Cᵀ = Bᵀ · Aᵀ}.
 *
 * <p>B, the smaller factor, is packed into panels, a few of them side by side, and a block of k as
 * long as a near cache has room for. Some rows of A then meet all of these panels before the next
 * ones are read. So A, which may have to come from memory, comes but once for each group of panels.
 * The sums stand in a piece of scratch, row by row, and are transposed when some rows are complete.
 *
 * @param k the length of the sums
 * @param s what the sums start from
 * @param c the result: its rows are neighbours
 */
record VectorTransposedF64(int k, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  /** The columns of a group: four panels. */
  private static final int GROUP = 4 * WIDEST * L;

  /** Panels take up to half a megabyte, which is half a second-level cache or less. */
  private static final int PANELS = 512 * GROUP;

  /** The longest block of k, where the group is so narrow that there would be room for more. */
  private static final int LONGEST = 1024;

  private static final int PIECE_AT = PanelsF64.room(PANELS);

  /** The rows of a piece that is complete after one block of k, and is not to leave the cache. */
  private static final int PIECE_ROWS = 96;

  /** With more blocks, panels are packed anew for each piece: so it had better be a large one. */
  private static final int LARGE_PIECE = 1024 * GROUP;

  /** The rows of A that meet all panels: they fill tiles of 6 and of 8. */
  private static final int FEW_ROWS = 24;

  private static final ScratchPool<double[]> SCRATCH =
      new ScratchPool<>(() -> new double[PIECE_AT + LARGE_PIECE]);

  /** Computes rows [top, bottom) and columns [left, right) of C. */
  void compute(int top, int bottom, int left, int right) {
    double[] scratch = SCRATCH.borrow();
    for (int j = left; j < right; j += GROUP) {
      group(top, bottom, j, Math.min(right, j + GROUP), scratch);
    }
    SCRATCH.giveBack(scratch);
  }

  private void group(int top, int bottom, int left, int right, double[] scratch) {
    int columns = right - left;
    int width = PanelsF64.widthOf(columns);
    int length = blockLength(width);
    boolean inPlace = b.column() == 1 && bottom - top < ROWS_WORTH_A_COPY;
    boolean fromZero = s.row() + s.column() == 0;
    MatrixF64 piece = new MatrixF64(scratch, PIECE_AT, width, 1);
    int rows = length < k ? LARGE_PIECE / width / (2 * FEW_ROWS) * FEW_ROWS : PIECE_ROWS;
    int end;
    for (int i = top; i < bottom; i = end) {
      end = endOf(i, bottom, rows);
      if (!fromZero) {
        VectorMatmulF64.copyIn(s, i, left, end - i, columns, scratch, PIECE_AT, width);
      }
      int from = 0;
      do { // once even if k is 0
        int steps = stepsFrom(from, length, bottom - top, left, columns);
        PanelsF64 panels = new PanelsF64(b.from(from, left), columns, steps, inPlace, scratch, 0);
        if (i == top || steps < k) {
          panels.pack();
        }
        MatrixF64 start = fromZero && from == 0 ? s : piece;
        int next;
        for (int j = i; j < end; j = next) {
          next = endOf(j, end, FEW_ROWS);
          panels.multiply(next - j, a.from(j, from), start.from(j - i, 0), piece.from(j - i, 0));
        }
        from += steps;
      } while (from < k);
      copyTransposed(piece, end - i, columns, c.array(), c.index(i, left), c.column());
    }
  }

  /** Returns how many steps a block of k has: fewer if a ragged panel can be read in place then. */
  private int stepsFrom(int from, int length, int rows, int left, int columns) {
    int steps = Math.min(length, k - from);
    int last = 0;
    int width = widthFor(columns);
    while (last + width < columns) {
      last += width;
      width = widthFor(columns - last);
    }
    int inPlace = stepsInPlace(b, from, left + last, steps, width, rows);
    return inPlace > 0 ? inPlace : steps;
  }

  /** Returns the length of equal blocks of k. */
  private int blockLength(int width) {
    int blocks = Math.ceilDiv(k, Math.min(LONGEST, PANELS / width));
    return blocks <= 1 ? k : Math.ceilDiv(k, blocks);
  }

  /** Returns where the next rows end. The last ones are up to twice as many: none are left over. */
  private static int endOf(int i, int bottom, int rows) {
    return bottom - i < 2 * rows ? bottom : i + rows;
  }

  private static void copyTransposed(
      MatrixF64 piece, int rows, int columns, double[] c, int to, int step) {
    // Along the longer side, so that lines of C are written to their end.
    if (rows < Math.min(columns, PIECE_ROWS / 2)
        || !VectorPackF64.transpose(piece, rows, columns, c, to, step)) {
      VectorPackF64.columns(
          piece.array(), piece.at(), piece.row(), columns, rows, c, to, step, columns);
    }
  }
}
