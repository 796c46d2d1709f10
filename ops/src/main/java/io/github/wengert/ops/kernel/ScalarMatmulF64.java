package io.github.wengert.ops.kernel;

/**
 * One matrix product by plain loops: {@code C ← S + A · B}, {@code [m, k] · [k, n]}. An element of
 * C is one chain of fused multiply-adds along k.
 *
 * <p>The compiler makes vectors of a loop over equal positions of separate arrays, and of little
 * else. So a block of B is copied into rows that are arrays of their own, four rows of C at a time
 * are copied into four more, and four rows of B go into four rows of C in one loop.
 *
 * @param m the rows of C
 * @param k the length of the sums
 * @param n the columns of C
 * @param s what the sums start from
 * @param c the result: columns are neighbours
 */
record ScalarMatmulF64(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
  /** The length of rows, and how many rows of B are copied at a time: 64 KB of floats. */
  private static final int LENGTH = 256;

  private static final int STEPS = 64;

  private static final ScratchPool<Rows> SCRATCH =
      new ScratchPool<>(() -> new Rows(new double[STEPS][LENGTH], new double[4][LENGTH]));

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rows(double[][] b, double[][] c) {}

  /** Computes the product. */
  void run() {
    if (RowsTimesVectorF64.suits(m, n, a, b)) {
      RowsTimesVectorF64.run(m, k, n, a, b, s, c);
      return;
    }
    int parts = Workers.partsFor(2L * m * k * n);
    int rows = Math.ceilDiv(Math.ceilDiv(m, 4), parts) * 4;
    Workers.run(parts, p -> block(Math.min(m, p * rows), Math.min(m, (p + 1) * rows)));
  }

  /** Computes rows [top, bottom) of C. */
  private void block(int top, int bottom) {
    Rows rows = SCRATCH.borrow();
    for (int left = 0; left < n; left += LENGTH) {
      int length = Math.min(LENGTH, n - left);
      int from = 0;
      do { // once even if k is 0
        int steps = Math.min(STEPS, k - from);
        copyRows(b, from, steps, left, rows.b, length);
        for (int i = top; i < bottom; i += 4) {
          fourRows(i, Math.min(4, bottom - i), from, steps, left, length, rows);
        }
        from += STEPS;
      } while (from < k);
    }
    SCRATCH.giveBack(rows);
  }

  /** Copies parts of some rows from row i on, each into an array of its own. */
  static void copyRows(MatrixF64 x, int i, int count, int left, double[][] rows, int length) {
    int whole = 0;
    if (x.column() != 1) {
      whole = length & -8;
      for (int j = 0; j < whole; j += 8) {
        copyEightColumns(x.from(i, left + j), count, rows, j);
      }
    }
    for (int l = 0; l < count; l++) {
      copyRow(x, i + l, left, rows[l], whole, length);
    }
  }

  /** Copies column by column, which is how they are stored. */
  private static void copyEightColumns(MatrixF64 x, int count, double[][] rows, int j) {
    double[] from = x.array();
    int step = x.column();
    for (int l = 0; l < count; l++) {
      double[] row = rows[l];
      int at = x.index(l, 0);
      row[j] = from[at];
      row[j + 1] = from[at + step];
      row[j + 2] = from[at + 2 * step];
      row[j + 3] = from[at + 3 * step];
      row[j + 4] = from[at + 4 * step];
      row[j + 5] = from[at + 5 * step];
      row[j + 6] = from[at + 6 * step];
      row[j + 7] = from[at + 7 * step];
    }
  }

  /** Copies elements [first, length) of a part of a row. */
  private static void copyRow(MatrixF64 x, int i, int left, double[] row, int first, int length) {
    int at = x.index(i, left);
    if (x.column() == 1) {
      System.arraycopy(x.array(), at + first, row, first, length - first);
    } else {
      for (int j = first; j < length; j++) {
        row[j] = x.array()[at + j * x.column()];
      }
    }
  }

  private void fourRows(int i, int count, int from, int steps, int left, int length, Rows rows) {
    for (int r = 0; r < count; r++) {
      copyRow(from == 0 ? s : c, i + r, left, rows.c[r], 0, length);
    }
    int at = a.index(i, from);
    int l = 0;
    for (; l + 4 <= steps; l += 4) {
      for (int r = 0; r < count; r += 2) {
        int row = at + r * a.row() + l * a.column();
        int some = Math.min(2, count - r);
        accumulate(
            a.array(),
            some,
            row,
            row + (some - 1) * a.row(),
            a.column(),
            rows.b[l],
            rows.b[l + 1],
            rows.b[l + 2],
            rows.b[l + 3],
            rows.c[r],
            rows.c[r + some - 1],
            rows.c[r],
            rows.c[r + some - 1],
            length);
      }
    }
    for (; l < steps; l++) {
      for (int r = 0; r < count; r++) {
        accumulate(
            a.array()[at + r * a.row() + l * a.column()], rows.b[l], rows.c[r], rows.c[r], length);
      }
    }
    for (int r = 0; r < count; r++) {
      System.arraycopy(rows.c[r], 0, c.array(), c.index(i + r, left), length);
    }
  }

  /**
   * Adds four terms to one row or two, which gives as many of C: rows of B, times what stands in
   * {@code a} at {@code at0}, or {@code at1}, and behind it.
   */
  static void accumulate(
      double[] a,
      int count,
      int at0,
      int at1,
      int step,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] from0,
      double[] from1,
      double[] c0,
      double[] c1,
      int length) {
    double s00 = a[at0];
    double s01 = a[at0 + step];
    double s02 = a[at0 + 2 * step];
    double s03 = a[at0 + 3 * step];
    if (count == 1) {
      toOneRow(s00, s01, s02, s03, b0, b1, b2, b3, from0, c0, length);
      return;
    }
    double s10 = a[at1];
    double s11 = a[at1 + step];
    double s12 = a[at1 + 2 * step];
    double s13 = a[at1 + 3 * step];
    for (int j = 0; j < length; j++) {
      double x0 = b0[j];
      double x1 = b1[j];
      double x2 = b2[j];
      double x3 = b3[j];
      c0[j] = Math.fma(s03, x3, Math.fma(s02, x2, Math.fma(s01, x1, Math.fma(s00, x0, from0[j]))));
      c1[j] = Math.fma(s13, x3, Math.fma(s12, x2, Math.fma(s11, x1, Math.fma(s10, x0, from1[j]))));
    }
  }

  private static void toOneRow(
      double s0,
      double s1,
      double s2,
      double s3,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] from,
      double[] c,
      int length) {
    for (int j = 0; j < length; j++) {
      double sum = Math.fma(s1, b1[j], Math.fma(s0, b0[j], from[j]));
      c[j] = Math.fma(s3, b3[j], Math.fma(s2, b2[j], sum));
    }
  }

  /** Adds one term to a row, which gives one of C. */
  static void accumulate(double s, double[] b, double[] from, double[] c, int length) {
    for (int j = 0; j < length; j++) {
      c[j] = Math.fma(s, b[j], from[j]);
    }
  }
}
