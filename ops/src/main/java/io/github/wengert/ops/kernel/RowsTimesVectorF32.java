package io.github.wengert.ops.kernel;

/**
 * A matrix that is stored row by row, times a vector: {@code yⱼ ← sⱼ + Σ wⱼₗ xₗ}. Each sum is one
 * chain of fused multiply-adds.
 *
 * <p>Plain loops, for all kernels: vectors along the sum would not be one chain, and vectors across
 * sums would need the matrix transposed, which costs more than eight sums side by side.
 *
 * @param count the number of rows
 * @param k the length of a row
 * @param rows the matrix: its columns are neighbours
 * @param vector the vector, as one row
 * @param s what the sums start from, as one row
 * @param y the result, whose elements are neighbours
 */
record RowsTimesVectorF32(
    int count, int k, MatrixF32 rows, MatrixF32 vector, MatrixF32 s, MatrixF32 y) {
  /** Computes {@code C ← S + A · B}, if it is of this kind; returns whether it was. */
  static boolean run(int m, int k, int n, MatrixF32 a, MatrixF32 b, MatrixF32 s, MatrixF32 c) {
    if (m == 1 && b.row() == 1) {
      new RowsTimesVectorF32(n, k, b.transposed(), a, s, c).run();
      return true;
    }
    if (n == 1 && a.column() == 1) {
      new RowsTimesVectorF32(m, k, a, b.transposed(), s.transposed(), c).run();
      return true;
    }
    return false;
  }

  private void run() {
    int parts = Workers.partsFor(2L * count * k);
    int share = Math.ceilDiv(Math.ceilDiv(count, 8), parts) * 8;
    float[] x = contiguous();
    Workers.run(parts, p -> rows(x, Math.min(count, p * share), Math.min(count, (p + 1) * share)));
  }

  /** Returns the vector as an array that begins with it. */
  private float[] contiguous() {
    if (vector.column() == 1 && vector.at() == 0) {
      return vector.array();
    }
    float[] x = new float[k];
    for (int l = 0; l < k; l++) {
      x[l] = vector.array()[vector.index(0, l)];
    }
    return x;
  }

  private void rows(float[] x, int from, int end) {
    int j = from;
    for (; j + 8 <= end; j += 8) {
      eightRows(x, j);
    }
    for (; j < end; j++) {
      oneRow(x, j);
    }
  }

  private void eightRows(float[] x, int j) {
    float[] w = rows.array();
    int w0 = rows.index(j, 0);
    int w1 = w0 + rows.row();
    int w2 = w1 + rows.row();
    int w3 = w2 + rows.row();
    int w4 = w3 + rows.row();
    int w5 = w4 + rows.row();
    int w6 = w5 + rows.row();
    int w7 = w6 + rows.row();
    float[] start = s.array();
    float s0 = start[s.index(0, j)];
    float s1 = start[s.index(0, j + 1)];
    float s2 = start[s.index(0, j + 2)];
    float s3 = start[s.index(0, j + 3)];
    float s4 = start[s.index(0, j + 4)];
    float s5 = start[s.index(0, j + 5)];
    float s6 = start[s.index(0, j + 6)];
    float s7 = start[s.index(0, j + 7)];
    for (int l = 0; l < k; l++) {
      float v = x[l];
      s0 = Math.fma(v, w[w0 + l], s0);
      s1 = Math.fma(v, w[w1 + l], s1);
      s2 = Math.fma(v, w[w2 + l], s2);
      s3 = Math.fma(v, w[w3 + l], s3);
      s4 = Math.fma(v, w[w4 + l], s4);
      s5 = Math.fma(v, w[w5 + l], s5);
      s6 = Math.fma(v, w[w6 + l], s6);
      s7 = Math.fma(v, w[w7 + l], s7);
    }
    int to = y.at() + j;
    y.array()[to] = s0;
    y.array()[to + 1] = s1;
    y.array()[to + 2] = s2;
    y.array()[to + 3] = s3;
    y.array()[to + 4] = s4;
    y.array()[to + 5] = s5;
    y.array()[to + 6] = s6;
    y.array()[to + 7] = s7;
  }

  private void oneRow(float[] x, int j) {
    float[] w = rows.array();
    int at = rows.index(j, 0);
    float sum = s.array()[s.index(0, j)];
    for (int l = 0; l < k; l++) {
      sum = Math.fma(x[l], w[at + l], sum);
    }
    y.array()[y.at() + j] = sum;
  }
}
