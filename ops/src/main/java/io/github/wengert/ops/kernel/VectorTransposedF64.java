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
 * <p>B, the smaller factor, is packed into panels, a few of them side by side, in long blocks of k.
 * Some rows of A then meet all panels of a block before the next ones are read. So A, which may
 * have to come from memory, comes but once for each group of panels. The sums stand in a piece of
 * scratch, row by row, and are transposed when some rows are complete.
 *
 * @param k the length of the sums
 * @param s what the sums start from
 * @param c the result: its rows are neighbours
 */
record VectorTransposedF64(int k, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  /** The columns of a group: four panels. */
  private static final int GROUP = 4 * WIDEST * L;

  /** The longest block of k. Panels come from the last cache if the nearer ones have no room. */
  private static final int LONGEST = 2048;

  /** The same if columns of A are rows in memory, of which tiles want a few elements each. */
  private static final int LONGEST_OF_COLUMNS = 512;

  /** The rows of a piece, which is not to leave the cache until it is complete. */
  private static final int PIECE_ROWS = 96;

  /** The rows of A that meet all panels: they fill tiles of 6 and of 8. */
  private static final int FEW_ROWS = 24;

  private static final ScratchPool<double[]> PIECES =
      new ScratchPool<>(() -> new double[2 * PIECE_ROWS * GROUP]);

  /** Computes rows [top, bottom) and columns [left, right) of C. */
  void compute(int top, int bottom, int left, int right) {
    boolean inPlace = isInPlace(bottom - top);
    int widest = Math.min(GROUP, right - left);
    int most = PanelsF64.MANY / PanelsF64.widthOf(widest);
    double[] scratch = PanelsF64.borrow(PanelsF64.room(widest, Math.min(most, k), inPlace));
    double[] pieces = PIECES.borrow();
    for (int j = left; j < right; j += GROUP) {
      int columns = Math.min(GROUP, right - j);
      for (int from = 0; from == 0 || from < k; from += most) { // once even if k is 0
        MatrixF64 start = from == 0 ? s : c;
        new VectorTransposedF64(
                Math.min(most, k - from), a.from(0, from), b.from(from, 0), start, c)
            .group(top, bottom, j, columns, scratch, pieces);
      }
    }
    PIECES.giveBack(pieces);
    PanelsF64.giveBack(scratch);
  }

  private void group(
      int top, int bottom, int left, int columns, double[] scratch, double[] pieces) {
    int rows = bottom - top;
    int from = 0;
    do { // once even if k is 0
      PanelsF64 panels = block(from, left, columns, rows, scratch);
      panels.pack();
      from += panels.steps();
    } while (from < k);
    MatrixF64 piece = new MatrixF64(pieces, 0, PanelsF64.widthOf(columns), 1);
    int end;
    for (int i = top; i < bottom; i = end) {
      end = endOf(i, bottom, PIECE_ROWS);
      MatrixF64 start = s;
      if (s.row() + s.column() != 0) {
        VectorMatmulF64.copyIn(s, i, left, end - i, columns, pieces, 0, piece.row());
        start = piece;
      }
      from = 0;
      do {
        PanelsF64 panels = block(from, left, columns, rows, scratch);
        int next;
        for (int j = i; j < end; j = next) {
          next = endOf(j, end, FEW_ROWS);
          panels.multiply(next - j, a.from(j, from), start.from(j - i, 0), piece.from(j - i, 0));
        }
        start = piece;
        from += panels.steps();
      } while (from < k);
      copyTransposed(piece, end - i, columns, c.array(), c.index(i, left), c.column());
    }
  }

  /** Returns the panels of a block of k. */
  private PanelsF64 block(int from, int left, int columns, int rows, double[] scratch) {
    boolean inPlace = isInPlace(rows);
    int steps = stepsFrom(from, blockLength(), rows, left, columns);
    int at = PanelsF64.room(columns, from, inPlace);
    return new PanelsF64(b.from(from, left), columns, steps, inPlace, scratch, at);
  }

  /** Whether so many rows read panels where they stand. */
  private boolean isInPlace(int rows) {
    return b.column() == 1 && rows < ROWS_WORTH_A_COPY;
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
  private int blockLength() {
    int longest = a.column() == 1 ? LONGEST : LONGEST_OF_COLUMNS;
    return k == 0 ? 0 : Math.ceilDiv(k, Math.ceilDiv(k, longest));
  }

  /** Returns where the next rows end. The last ones are up to twice as many: none are left over. */
  private static int endOf(int i, int bottom, int rows) {
    return bottom - i < 2 * rows ? bottom : i + rows;
  }

  private static void copyTransposed(
      MatrixF64 piece, int rows, int columns, double[] c, int to, int step) {
    if (rows > 1 && rows < 8 && step == rows) {
      VectorPackF64.interleave(piece, rows, columns, c, to);
      return;
    }
    // Along the longer side, so that lines of C are written to their end.
    if (rows < Math.min(columns, PIECE_ROWS / 2)
        || !VectorPackF64.transpose(piece, rows, columns, c, to, step)) {
      VectorPackF64.columns(
          piece.array(), piece.at(), piece.row(), columns, rows, c, to, step, columns);
    }
  }
}
