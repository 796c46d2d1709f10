package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorMatmulF32.copyIn;
import static io.github.wengert.ops.kernel.VectorMatmulF32.copyOut;
import static io.github.wengert.ops.kernel.VectorMatmulF32.rowsFor;
import static io.github.wengert.ops.kernel.VectorMatmulF32.widthFor;
import static io.github.wengert.ops.kernel.VectorTilesF32.HIGHEST;
import static io.github.wengert.ops.kernel.VectorTilesF32.L;
import static io.github.wengert.ops.kernel.VectorTilesF32.WIDEST;

/**
 * A large matrix product by vectors, {@code C ← S + A · B}, whose A is stored column by column.
 *
 * <p>A tile reads a few elements of each column of A. The cache lines that they are in, one for
 * each step of k, are a column apart: a whole page, as a rule, and often so that they drive each
 * other out of the cache before the next tile needs the rest of them. So some rows of A are copied
 * into a strip, where a column's part is but a few lines from the next one's, before all panels go
 * over it.
 *
 * @param k the length of the sums
 * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF32#ZERO}
 * @param c the result: columns are neighbours
 */
record VectorStripsF32(int k, MatrixF32 a, MatrixF32 b, MatrixF32 s, MatrixF32 c) {
  private static final int WIDTH = WIDEST * L;

  /** The longest block of k. */
  private static final int LONGEST = 384;

  /** The rows of a strip: they fill tiles of 6, and take up a quarter of the cache they are in. */
  private static final int STRIP = 192;

  /** So many rows are copied at a time. Panels are packed anew for the next ones. */
  private static final int MOST_ROWS = 8 * STRIP;

  /** A block of A with fewer elements stays in the second-level cache as it is. */
  private static final int LARGE = 4096 * WIDTH;

  /** Fewer panels are not worth a copy of A. */
  private static final int FEWEST_PANELS = 8;

  private static final int PANEL_AT = MOST_ROWS * LONGEST;

  /** Behind a panel, the sums of some rows, if the panel is wider than what is left of C. */
  private static final int PIECE = PANEL_AT + (LONGEST + 7) * WIDTH;

  private static final ScratchPool<float[]> SCRATCH =
      new ScratchPool<>(() -> new float[PIECE + HIGHEST * WIDTH]);

  /** Whether a product is so large that copying A pays. */
  static boolean areWorthIt(int rows, int k, int columns, MatrixF32 a) {
    return a.column() != 1
        && columns >= FEWEST_PANELS * WIDTH
        && (long) rows * Math.min(k, LONGEST) >= LARGE;
  }

  /** Computes rows [top, bottom) and columns [left, right) of C. */
  void compute(int top, int bottom, int left, int right) {
    float[] scratch = SCRATCH.borrow();
    int length = Math.ceilDiv(k, Math.ceilDiv(k, LONGEST));
    for (int i = top; i < bottom; i += MOST_ROWS) {
      int end = Math.min(bottom, i + MOST_ROWS);
      for (int from = 0; from < k; from += length) {
        int steps = Math.min(length, k - from);
        copy(a.from(i, from), end - i, steps, scratch);
        int width;
        for (int j = left; j < right; j += width) {
          width = widthFor(right - j);
          int columns = Math.min(width, right - j);
          VectorPackF32.panel(b.from(from, j), steps, columns, scratch, PANEL_AT, width, steps + 7);
          MatrixF32 start = (from == 0 ? s : c).from(i, j);
          panel(start, c.from(i, j), end - i, columns, width, steps, scratch);
        }
      }
    }
    SCRATCH.giveBack(scratch);
  }

  /** Copies rows of A, which are columns of what is stored, strip behind strip. */
  private static void copy(MatrixF32 a, int rows, int steps, float[] strips) {
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < rows; i += STRIP) {
        int to = i * steps + k * STRIP;
        System.arraycopy(a.array(), a.index(i, k), strips, to, Math.min(STRIP, rows - i));
      }
    }
  }

  private static void panel(
      MatrixF32 start, MatrixF32 c, int m, int columns, int width, int steps, float[] scratch) {
    boolean inPiece = columns < width;
    MatrixF32 piece = new MatrixF32(scratch, PIECE, width, 1);
    for (int strip = 0; strip < m; strip += STRIP) {
      int end = Math.min(m, strip + STRIP);
      int rows;
      for (int i = strip; i < end; i += rows) {
        rows = rowsFor(end - i, width);
        if (inPiece) {
          copyIn(start, i, 0, rows, columns, scratch, PIECE, width);
        }
        MatrixF32 from = inPiece ? piece : start.from(i, 0);
        MatrixF32 to = inPiece ? piece : c.from(i, 0);
        VectorTilesF32.multiply(
            rows,
            width,
            steps,
            scratch,
            strip * steps + i - strip,
            1,
            STRIP,
            scratch,
            PANEL_AT,
            width,
            from.array(),
            from.at(),
            from.row(),
            to.array(),
            to.at(),
            to.row());
        if (inPiece) {
          copyOut(scratch, PIECE, width, c, i, 0, rows, columns);
        }
      }
    }
  }
}
