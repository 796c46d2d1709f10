package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

/**
 * A large matrix product by vectors, {@code C ← S + A · B}, whose A is stored row by row.
 *
 * <p>All of B, or as much as the last-level cache has room for, is copied into panels before a few
 * rows of A meet all of them. The panels come from that cache again for each of these rows, one
 * element after the other, which the processor sees in advance; in return sums are longer, and rows
 * of C are written from one end to the other. One panel that stays near while all rows go over it
 * asks for lines of A and of C that are as far apart as rows are.
 *
 * @param k the length of the sums
 * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF64#ZERO}
 * @param c the result: columns are neighbours
 */
record VectorLargeF64(int k, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  private static final int WIDTH = WIDEST * L;

  /** The longest block of k. */
  private static final int LONGEST = 1024;

  /** The rows that meet all panels: they fill tiles of 6. */
  private static final int FEW_ROWS = 24;

  /** With fewer panels B stays in a near cache, and A need be read but once if sums are long. */
  private static final int FEWEST_PANELS = 4;

  private static final ScratchPool<double[]> PIECES =
      new ScratchPool<>(() -> new double[FEW_ROWS * WIDTH]);

  /** Whether a product is so large that copying B as a whole pays. */
  static boolean suits(int rows, int k, int columns, MatrixF64 a) {
    return a.column() == 1
        && rows >= VectorMatmulF64.ROWS_WORTH_A_COPY
        && (columns >= FEWEST_PANELS * WIDTH || (columns > WIDTH && k > LONGEST));
  }

  /** Computes rows [top, bottom) and columns [left, right) of C. */
  void compute(int top, int bottom, int left, int right) {
    int length = Math.max(1, Math.ceilDiv(k, Math.ceilDiv(Math.max(1, k), LONGEST)));
    int most = PanelsF64.MANY / length / WIDTH * WIDTH;
    int room = PanelsF64.room(Math.min(most, right - left), length, false);
    double[] scratch = PanelsF64.borrow(room);
    double[] piece = PIECES.borrow();
    for (int j = left; j < right; j += most) {
      int columns = Math.min(most, right - j);
      int from = 0;
      do { // once even if k is 0
        int steps = Math.min(length, k - from);
        PanelsF64 panels = new PanelsF64(b.from(from, j), columns, steps, false, scratch, 0);
        panels.pack();
        rows(top, bottom, j, a.from(0, from), from == 0 ? s : c, panels, piece);
        from += length;
      } while (from < k);
    }
    PIECES.giveBack(piece);
    PanelsF64.giveBack(scratch);
  }

  private void rows(
      int top,
      int bottom,
      int left,
      MatrixF64 a,
      MatrixF64 start,
      PanelsF64 panels,
      double[] piece) {
    int ragged = panels.columns() % WIDTH;
    int whole = panels.columns() - ragged;
    PanelsF64 wholePanels = panels.from(0, whole);
    PanelsF64 raggedPanels = panels.from(whole, ragged);
    MatrixF64 last = new MatrixF64(piece, 0, WIDTH, 1);
    int j = left + whole;
    for (int i = top; i < bottom; i += FEW_ROWS) {
      int rows = Math.min(FEW_ROWS, bottom - i);
      wholePanels.multiply(rows, a.from(i, 0), start.from(i, left), c.from(i, left));
      if (ragged > 0) {
        VectorMatmulF64.copyIn(start, i, j, rows, ragged, piece, 0, WIDTH);
        raggedPanels.multiply(rows, a.from(i, 0), last, last);
        VectorMatmulF64.copyOut(piece, 0, WIDTH, c, i, j, rows, ragged);
      }
    }
  }
}
