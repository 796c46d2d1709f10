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
    if (RowsTimesVectorF64.run(m, k, n, a, b, s, c)) {
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
        for (int l = 0; l < steps; l++) {
          copyRow(b, from + l, left, rows.b[l], length);
        }
        for (int i = top; i < bottom; i += 4) {
          fourRows(i, Math.min(4, bottom - i), from, steps, left, length, rows);
        }
        from += STEPS;
      } while (from < k);
    }
    SCRATCH.giveBack(rows);
  }

  private static void copyRow(MatrixF64 x, int i, int left, double[] row, int length) {
    int at = x.index(i, left);
    if (x.column() == 1) {
      System.arraycopy(x.array(), at, row, 0, length);
    } else {
      for (int j = 0; j < length; j++) {
        row[j] = x.array()[at + j * x.column()];
      }
    }
  }

  private void fourRows(int i, int count, int from, int steps, int left, int length, Rows rows) {
    for (int r = 0; r < count; r++) {
      copyRow(from == 0 ? s : c, i + r, left, rows.c[r], length);
    }
    int at = a.index(i, from);
    int l = 0;
    if (count == 4) {
      for (; l + 4 <= steps; l += 4) {
        accumulateBlock(at + l * a.column(), rows.b, l, rows.c, length);
      }
    }
    for (; l < steps; l++) {
      for (int r = 0; r < count; r++) {
        accumulate(a.array()[at + r * a.row() + l * a.column()], rows.b[l], rows.c[r], length);
      }
    }
    for (int r = 0; r < count; r++) {
      System.arraycopy(rows.c[r], 0, c.array(), c.index(i + r, left), length);
    }
  }

  private void accumulateBlock(int at, double[][] b, int l, double[][] c, int length) {
    for (int r = 0; r < 4; r += 2) {
      accumulate(
          a.array(),
          at + r * a.row(),
          at + (r + 1) * a.row(),
          a.column(),
          b[l],
          b[l + 1],
          b[l + 2],
          b[l + 3],
          c[r],
          c[r + 1],
          length);
    }
  }

  private static void accumulate(
      double[] a,
      int at0,
      int at1,
      int step,
      double[] b0,
      double[] b1,
      double[] b2,
      double[] b3,
      double[] c0,
      double[] c1,
      int length) {
    double s00 = a[at0];
    double s01 = a[at0 + step];
    double s02 = a[at0 + 2 * step];
    double s03 = a[at0 + 3 * step];
    double s10 = a[at1];
    double s11 = a[at1 + step];
    double s12 = a[at1 + 2 * step];
    double s13 = a[at1 + 3 * step];
    for (int j = 0; j < length; j++) {
      double x0 = b0[j];
      double x1 = b1[j];
      double x2 = b2[j];
      double x3 = b3[j];
      c0[j] = Math.fma(s03, x3, Math.fma(s02, x2, Math.fma(s01, x1, Math.fma(s00, x0, c0[j]))));
      c1[j] = Math.fma(s13, x3, Math.fma(s12, x2, Math.fma(s11, x1, Math.fma(s10, x0, c1[j]))));
    }
  }

  private static void accumulate(double s, double[] b, double[] c, int length) {
    for (int j = 0; j < length; j++) {
      c[j] = Math.fma(s, b[j], c[j]);
    }
  }
}
