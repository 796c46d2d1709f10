package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorFewTermLoopsF64.BAND;
import static io.github.wengert.ops.kernel.VectorFewTermLoopsF64.FEWEST_TERMS;
import static io.github.wengert.ops.kernel.VectorFewTermLoopsF64.MOST_TERMS;
import static io.github.wengert.ops.kernel.VectorTilesF64.L;

/**
 * Products of few terms, {@code C ← S + A · B} with a small k, which take about as long as it takes
 * to write C. So B is read where it stands, if its columns are neighbours, and C is written in
 * {@linkplain VectorFewTermLoopsF64 bands} along its rows, or in strips where rows are short.
 *
 * <p>Where columns are no multiple of a vector, the last vector overlaps the one before it, and the
 * elements that they share are computed twice. If a row is shorter than a vector, what is written
 * behind its end is overwritten by the row after it. Each element is one chain of fused
 * multiply-adds, as in every other product.
 *
 * @param k the length of the sums
 * @param n the columns of C
 * @param s what the sums start from: one row for all
 * @param c the result: columns are neighbours
 */
record VectorFewTermsF64(int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  /** Rows of so few elements are written as fast by a transposed product. */
  private static final int NARROW = 4;

  /** From so many columns on, elements of A are worth being spread over registers. */
  private static final int WIDE = 16 * L;

  /** So many vectors of B stay near: their columns are computed before those to the right. */
  private static final int NEAR = 256;

  /** What scratch holds behind a panel of B: a row to start from, and rows that may run over. */
  private static final int START = (NEAR + 2 * MOST_TERMS) * L;

  private static final int PIECE = START + L;

  private static final ScratchPool<double[]> SCRATCH =
      new ScratchPool<>(() -> new double[PIECE + L * L]);

  /** Whether a product of m rows is of this kind. */
  boolean suits(int m) {
    return k >= FEWEST_TERMS
        && k <= MOST_TERMS
        && m > 0
        && n > 1
        && s.row() == 0
        && (n >= L || (n > NARROW && c.row() == n));
  }

  /**
   * Computes rows [top, bottom) and columns [left, right) of C: all columns, or at least as many as
   * a vector has lanes.
   */
  void block(int top, int bottom, int left, int right) {
    double[] scratch = SCRATCH.borrow();
    if (n < L) {
      shortRows(top, bottom, scratch);
    } else {
      int columns = NEAR / (b.column() == 1 ? k : MOST_TERMS) * L; // transposing fills them all
      int end;
      for (int j = left; j < right; j = end) {
        end = right - j < columns + 2 * L ? right : j + columns;
        longRows(top, bottom, j, end, scratch);
      }
    }
    SCRATCH.giveBack(scratch);
  }

  private void longRows(int top, int bottom, int left, int right, double[] scratch) {
    int columns = right - left;
    MatrixF64 panel = b.column() == 1 ? b.from(0, left) : copy(left, columns, columns, scratch);
    int done = 0;
    if (columns >= WIDE) {
      done = columns / L * L;
      for (int i = top; i < bottom; i += BAND) {
        band(i, Math.min(1, bottom - 1 - i), left, done, panel);
      }
    }
    if (done < columns) {
      strips(top, bottom, left, done, columns, panel);
    }
  }

  /** Computes columns [from, end) of a panel, by two strips at a time unless the last are few. */
  private void strips(int top, int bottom, int left, int from, int end, MatrixF64 panel) {
    int width;
    for (int j = from; j < end; j += width) {
      width = end - j > L && end >= 2 * L ? 2 * L : L;
      int first = Math.min(j, end - width);
      MatrixF64 part = panel.from(0, first);
      MatrixF64 start = s.from(0, left + first);
      MatrixF64 to = c.from(top, left + first);
      if (width == L) {
        strip(top, bottom, part, start, to);
      } else {
        twoStrips(top, bottom, part, start, to);
      }
    }
  }

  /** Computes rows that are shorter than a vector: all but the last ones run over their ends. */
  private void shortRows(int top, int bottom, double[] scratch) {
    MatrixF64 panel = copy(0, n, L, scratch);
    MatrixF64 start = s;
    if (s.column() != 0) {
      VectorPackF64.copy(s.array(), s.at(), scratch, START, n);
      start = new MatrixF64(scratch, START, 0, 1);
    }
    int last = Math.max(top, bottom - (L - 1) / n);
    strip(top, last, panel, start, c.from(top, 0));
    strip(last, bottom, panel, start, new MatrixF64(scratch, PIECE, L, 1));
    for (int i = last; i < bottom; i++) {
      VectorPackF64.copy(scratch, PIECE + (i - last) * L, c.array(), c.index(i, 0), n);
    }
  }

  /** Copies columns of B, so that they are neighbours. */
  private MatrixF64 copy(int left, int columns, int width, double[] scratch) {
    VectorPackF64.panel(b.from(0, left), k, columns, scratch, 0, width, MOST_TERMS);
    return new MatrixF64(scratch, 0, width, 1);
  }

  /** Computes row i and the one that is step rows further, which may be the same. */
  private void band(int i, int step, int left, int columns, MatrixF64 panel) {
    VectorFewTermLoopsF64.band(
        k,
        columns,
        a.array(),
        a.index(i, 0),
        step * a.row(),
        a.column(),
        panel.array(),
        panel.at(),
        panel.row(),
        s.array(),
        s.index(0, left),
        s.row(),
        s.column(),
        c.array(),
        c.index(i, left),
        step * c.row());
  }

  private void strip(int top, int bottom, MatrixF64 panel, MatrixF64 start, MatrixF64 to) {
    VectorFewTermLoopsF64.strip(
        k,
        bottom - top,
        a.array(),
        a.index(top, 0),
        a.row(),
        a.column(),
        panel.array(),
        panel.at(),
        panel.row(),
        start.array(),
        start.at(),
        start.row(),
        to.array(),
        to.at(),
        to.row());
  }

  private void twoStrips(int top, int bottom, MatrixF64 panel, MatrixF64 start, MatrixF64 to) {
    VectorFewTermLoopsF64.twoStrips(
        k,
        bottom - top,
        a.array(),
        a.index(top, 0),
        a.row(),
        a.column(),
        panel.array(),
        panel.at(),
        panel.row(),
        start.array(),
        start.at(),
        start.row(),
        to.array(),
        to.at(),
        to.row());
  }
}
