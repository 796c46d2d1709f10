package io.github.wengert.ops.kernel;

/**
 * Products of which one side is thin, {@code C ← S + A · B} with few rows or few columns: each
 * element of C is the dot product of two rows that stand in memory as such.
 *
 * <p>A tile of columns would leave most lanes unused here, so lanes run along k, sixteen terms a
 * turn, of which the first is incomplete where k is no multiple of 16. Each lane is one chain of
 * fused multiply-adds that starts from 0; then the lanes are added {@linkplain
 * ScalarKernelsF64#sumOfFew in a fixed tree}, and the sum to S. Whether a product is of this kind
 * depends on its sizes and on how its factors are stored, and on nothing else.
 *
 * @param count how many rows the long side has
 * @param thin how many rows the thin side has
 * @param k the length of a row
 * @param p the long side, {@code [count, k]}: columns are neighbours
 * @param q the thin side, {@code [thin, k]}: its columns are neighbours, or each thread copies it
 * @param s what the sums are added to, {@code [count, thin]}
 * @param c the result, {@code [count, thin]}
 * @param kernels computes blocks of C, and transposes q
 */
record DotsF64(
    int count,
    int thin,
    int k,
    MatrixF64 p,
    MatrixF64 q,
    MatrixF64 s,
    MatrixF64 c,
    ScalarKernelsF64 kernels) {
  /** The number of lanes of a sum, whatever vectors a machine has. */
  static final int LANES = 16;

  /** The most columns that are computed together. */
  static final int WIDEST = 4;

  /** So many rows meet all rows of the thin side while they are in the first cache. */
  static final int BAND = 16;

  /** With more rows on the thin side than this, tiles use their lanes well enough. */
  static final int THICKEST = 15;

  /** With fewer long rows for each thin one, it does not pay to transpose the thin side. */
  private static final int ROWS_WORTH_TRANSPOSING = 5;

  /** With so many long rows, a panel of the thin side's is worth its copy. */
  private static final int MANY = 40;

  private static final ScratchPool<Scratch> SCRATCH =
      new ScratchPool<>(() -> new Scratch(WIDEST * BAND));

  /** The thin side is transposed into an array that is used again if it has room there. */
  private static final int TRANSPOSED = 1 << 14;

  private static final ScratchPool<double[]> TRANSPOSITIONS =
      new ScratchPool<>(() -> new double[TRANSPOSED]);

  /** Where the thin side's rows begin, sums of up to four columns, and room for lanes. */
  static final class Scratch {
    final int[] qAt = new int[WIDEST];
    final double[] sums;
    final double[] lanes;

    /** Makes room for so many sums, and what the last vector of them writes too much. */
    Scratch(int most) {
      sums = new double[most + LANES / 2];
      lanes = new double[most * LANES];
    }
  }

  /** Returns how many columns are computed together where so many are left: three make four. */
  static int widthFor(int columns) {
    return columns > 2 ? WIDEST : columns;
  }

  /** Computes {@code C ← S + A · B}, if it is of this kind; returns whether it was. */
  static boolean run(
      int m,
      int k,
      int n,
      MatrixF64 a,
      MatrixF64 b,
      MatrixF64 s,
      MatrixF64 c,
      ScalarKernelsF64 kernels) {
    int thin = Math.min(m, n);
    if (thin > THICKEST || k < shortest(Math.max(m, n), thin)) {
      return false;
    }
    if (m < n) {
      return run(n, k, m, b.transposed(), a.transposed(), s.transposed(), c.transposed(), kernels);
    }
    if (a.column() != 1 || (b.row() != 1 && m < ROWS_WORTH_TRANSPOSING * n)) {
      return false;
    }
    new DotsF64(m, n, k, a, b.transposed(), s, c, kernels).run();
    return true;
  }

  /**
   * Returns how long sums are at least: the more rows the thin side has, the fewer lanes of a tile
   * of columns are left unused, and the longer it takes until adding up lanes has paid. It pays
   * earlier if there are so few long rows that copying a panel would not. This fits where either
   * was measured to be as fast as the other.
   */
  private static int shortest(int count, int thin) {
    return Math.max(LANES, 2 * thin * (count < MANY ? 4 : thin + 2));
  }

  private void run() {
    int parts = Workers.partsFor(2L * count * thin * k);
    if (parts == 1) { // the usual case, without another object
      part(0, count);
      return;
    }
    int share = Math.ceilDiv(Math.ceilDiv(count, BAND), parts) * BAND;
    Workers.run(parts, part -> part(part * share, Math.min(count, (part + 1) * share)));
  }

  /** Computes some rows, by a copy of the thin side if its columns are no neighbours. */
  private void part(int from, int end) {
    if (kernels.transposesDots(end - from, k, thin)) {
      new ScalarDotsF64(thin, k, q, p.transposed(), s.transposed(), c.transposed()).run(from, end);
      return;
    }
    if (q.column() == 1) {
      rows(from, end);
      return;
    }
    double[] copy = thin * k <= TRANSPOSED ? TRANSPOSITIONS.borrow() : new double[thin * k];
    kernels.transpose(q.transposed(), k, thin, copy);
    new DotsF64(count, thin, k, p, new MatrixF64(copy, 0, k, 1), s, c, kernels).rows(from, end);
    if (copy.length == TRANSPOSED) {
      TRANSPOSITIONS.giveBack(copy);
    }
  }

  private void rows(int from, int end) {
    Scratch scratch = SCRATCH.borrow();
    for (int i = from; i < end; i += BAND) {
      int width;
      for (int j = 0; j < thin; j += width) {
        width = widthFor(thin - j);
        int columns = Math.min(width, thin - j);
        for (int t = 0; t < width; t++) {
          scratch.qAt[t] = q.index(j + Math.min(t, columns - 1), 0);
        }
        int rows = Math.min(BAND, end - i);
        kernels.dots(rows, width, k, p.array(), p.index(i, 0), p.row(), q.array(), scratch);
        addSums(i, rows, j, columns, width, scratch.sums);
      }
    }
    SCRATCH.giveBack(scratch);
  }

  private void addSums(int i, int rows, int j, int columns, int width, double[] sums) {
    double[] start = s.array();
    double[] result = c.array();
    for (int t = 0; t < columns; t++) {
      int from = s.index(i, j + t);
      int to = c.index(i, j + t);
      for (int at = t; at < rows * width; at += width) { // steps instead of multiplications
        result[to] = start[from] + sums[at];
        from += s.row();
        to += c.row();
      }
    }
  }

  /** The kernel in plain loops. */
  static void inLoops(
      int rows, int width, int k, double[] p, int pAt, int pStep, double[] q, Scratch scratch) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        for (int lane = 0; lane < LANES; lane += 8) {
          addEightLanes(k, lane, p, pAt + i * pStep, q, scratch.qAt[j], scratch.lanes);
        }
        scratch.sums[i * width + j] = ScalarKernelsF64.sumOfFew(scratch.lanes, 0, LANES);
      }
    }
  }

  /** {@link ScalarKernelsF64#rowsTimesRow} in plain loops. */
  static void rowsTimesRowInLoops(
      int count, int k, double[] p, double[] q, double[] s, double[] c) {
    if (ScalarDotsF64.suits(count, k, 1)) {
      new ScalarDotsF64(
              1,
              k,
              MatrixF64.of(q, 0, 1, k, false),
              MatrixF64.of(p, 0, k, count, true),
              MatrixF64.of(s, 0, 1, count, false),
              MatrixF64.of(c, 0, 1, count, false))
          .run(0, count);
      return;
    }
    double[] lanes = new double[LANES];
    for (int i = 0; i < count; i++) {
      for (int lane = 0; lane < LANES; lane += 8) {
        addEightLanes(k, lane, p, i * k, q, 0, lanes);
      }
      c[i] = s[i] + ScalarKernelsF64.sumOfFew(lanes, 0, LANES);
    }
  }

  /** Lanes as local variables, which the processor adds to side by side. */
  private static void addEightLanes(
      int k, int lane, double[] p, int pAt, double[] q, int qAt, double[] lanes) {
    for (int l = lane; l < lane + 8; l++) {
      lanes[l] = l < k % LANES ? Math.fma(p[pAt + l], q[qAt + l], 0) : 0;
    }
    double s0 = lanes[lane];
    double s1 = lanes[lane + 1];
    double s2 = lanes[lane + 2];
    double s3 = lanes[lane + 3];
    double s4 = lanes[lane + 4];
    double s5 = lanes[lane + 5];
    double s6 = lanes[lane + 6];
    double s7 = lanes[lane + 7];
    for (int l = k % LANES + lane; l < k; l += LANES) {
      int a = pAt + l;
      int b = qAt + l;
      s0 = Math.fma(p[a], q[b], s0);
      s1 = Math.fma(p[a + 1], q[b + 1], s1);
      s2 = Math.fma(p[a + 2], q[b + 2], s2);
      s3 = Math.fma(p[a + 3], q[b + 3], s3);
      s4 = Math.fma(p[a + 4], q[b + 4], s4);
      s5 = Math.fma(p[a + 5], q[b + 5], s5);
      s6 = Math.fma(p[a + 6], q[b + 6], s6);
      s7 = Math.fma(p[a + 7], q[b + 7], s7);
    }
    lanes[lane] = s0;
    lanes[lane + 1] = s1;
    lanes[lane + 2] = s2;
    lanes[lane + 3] = s3;
    lanes[lane + 4] = s4;
    lanes[lane + 5] = s5;
    lanes[lane + 6] = s6;
    lanes[lane + 7] = s7;
  }
}
