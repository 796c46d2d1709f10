package io.github.wengert.ops.kernel;

/**
 * A matrix that is stored row by row, times a vector: {@code yⱼ ← sⱼ + Σ wⱼₗ xₗ}. Each sum is one
 * chain of fused multiply-adds.
 *
 * <p>Vectors along the sum would not be one chain, so eight sums run side by side. Long sums are
 * rather {@linkplain DotsF64 made of lanes}.
 *
 * @param count the number of rows
 * @param k the length of a row
 * @param rows the matrix: its columns are neighbours
 * @param vector the vector, as one row
 * @param s what the sums start from, as one row
 * @param y the result, as one row
 */
record RowsTimesVectorF64(
    int count, int k, MatrixF64 rows, MatrixF64 vector, MatrixF64 s, MatrixF64 y) {
  /** Sums of fewer terms are over before eight of them have been laid side by side. */
  private static final int SHORTEST = 8;

  /** With more sums than this, even short ones are worth other threads. */
  private static final int FEW = 1024;

  /** Whether a product is of this kind. */
  static boolean suits(int m, int n, MatrixF64 a, MatrixF64 b) {
    return (m == 1 && b.row() == 1) || (n == 1 && a.column() == 1);
  }

  /** Computes {@code C ← S + A · B}, which is of this kind. */
  static void run(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
    if (m == 1 && b.row() == 1) {
      new RowsTimesVectorF64(n, k, b.transposed(), a, s, c).run();
    } else {
      new RowsTimesVectorF64(m, k, a, b.transposed(), s.transposed(), c.transposed()).run();
    }
  }

  private void run() {
    if (k < SHORTEST && count <= FEW) {
      shortSums();
      return;
    }
    int parts = Workers.partsFor(2L * count * k);
    int share = Math.ceilDiv(Math.ceilDiv(count, 8), parts) * 8;
    double[] x = contiguous();
    Workers.run(parts, p -> rows(x, Math.min(count, p * share), Math.min(count, (p + 1) * share)));
  }

  /** Computes all sums, one after the other. */
  private void shortSums() {
    for (int j = 0; j < count; j++) {
      double sum = s.array()[s.index(0, j)];
      int at = rows.index(j, 0);
      for (int l = 0; l < k; l++) {
        sum = Math.fma(vector.array()[vector.index(0, l)], rows.array()[at + l], sum);
      }
      y.array()[y.index(0, j)] = sum;
    }
  }

  /** Returns the vector as an array that begins with it. */
  private double[] contiguous() {
    if (vector.column() == 1 && vector.at() == 0) {
      return vector.array();
    }
    double[] x = new double[k];
    for (int l = 0; l < k; l++) {
      x[l] = vector.array()[vector.index(0, l)];
    }
    return x;
  }

  /** Computes rows [from, end), the last of them several times if they are not a multiple of 8. */
  private void rows(double[] x, int from, int end) {
    int[] at = new int[8];
    double[] sums = new double[8];
    for (int j = from; j < end; j += 8) {
      for (int i = 0; i < 8; i++) {
        int row = Math.min(j + i, end - 1);
        at[i] = rows.index(row, 0);
        sums[i] = s.array()[s.index(0, row)];
      }
      addEightSums(k, x, rows.array(), at, sums);
      for (int i = 0; i < Math.min(8, end - j); i++) {
        y.array()[y.index(0, j + i)] = sums[i];
      }
    }
  }

  /**
   * Adds to {@code sums[i]} the products of x and the row that begins at {@code at[i]}, one after
   * the other.
   */
  private static void addEightSums(int k, double[] x, double[] w, int[] at, double[] sums) {
    int w0 = at[0];
    int w1 = at[1];
    int w2 = at[2];
    int w3 = at[3];
    int w4 = at[4];
    int w5 = at[5];
    int w6 = at[6];
    int w7 = at[7];
    double s0 = sums[0];
    double s1 = sums[1];
    double s2 = sums[2];
    double s3 = sums[3];
    double s4 = sums[4];
    double s5 = sums[5];
    double s6 = sums[6];
    double s7 = sums[7];
    for (int l = 0; l < k; l++) {
      double v = x[l];
      s0 = Math.fma(v, w[w0 + l], s0);
      s1 = Math.fma(v, w[w1 + l], s1);
      s2 = Math.fma(v, w[w2 + l], s2);
      s3 = Math.fma(v, w[w3 + l], s3);
      s4 = Math.fma(v, w[w4 + l], s4);
      s5 = Math.fma(v, w[w5 + l], s5);
      s6 = Math.fma(v, w[w6 + l], s6);
      s7 = Math.fma(v, w[w7 + l], s7);
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = s5;
    sums[6] = s6;
    sums[7] = s7;
  }
}
