package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.DotsF32.LANES;

/**
 * Thin products by plain loops, for {@link DotsF32}: {@code C ← S + Q · P}, in which each lane of
 * the sums of a row of C is a row of its own.
 *
 * <p>The compiler makes no vectors of sixteen sums side by side. So the long side is transposed,
 * block by block, into rows that are arrays of their own, and added up along them by the loops of
 * {@link ScalarMatmulF32}: an element of C is the same sixteen chains in either way.
 *
 * @param thin how many rows the thin side has
 * @param k the length of the sums, a term for each lane at least: others would keep what scratch
 *     holds
 * @param q the thin side, {@code [thin, k]}
 * @param p the long side, {@code [k, count]}: its rows are neighbours
 * @param s what the sums are added to, {@code [thin, count]}
 * @param c the result, {@code [thin, count]}
 */
record ScalarDotsF32(int thin, int k, MatrixF32 q, MatrixF32 p, MatrixF32 s, MatrixF32 c) {
  /** With fewer rows on the long side, vectors do not bring what transposing takes. */
  private static final int SHORTEST = 16;

  /** With more thin rows than this, they do. */
  private static final int FEW = 4;

  /** A single thin row with longer sums is done before the long side has been transposed. */
  private static final int LONG = 256;

  /** The length of rows. */
  private static final int LENGTH = 128;

  /** How many rows are copied at a time: four terms of each lane. */
  private static final int STEPS = 4 * LANES;

  private static final float[] ZEROS = new float[LENGTH];

  private static final ScratchPool<Rows> SCRATCH =
      new ScratchPool<>(
          () -> new Rows(new float[STEPS][LENGTH], new float[DotsF32.THICKEST * LANES][LENGTH]));

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rows(float[][] p, float[][] lanes) {}

  /** Whether this takes less time than one sum after the other. */
  static boolean suits(int count, int k, int thin) {
    return thin > FEW || (count >= SHORTEST && (thin > 1 || k <= LONG));
  }

  /** Computes columns [from, end) of C. */
  void run(int from, int end) {
    Rows rows = SCRATCH.borrow();
    for (int left = from; left < end; left += LENGTH) {
      block(left, Math.min(LENGTH, end - left), rows);
    }
    SCRATCH.giveBack(rows);
  }

  private void block(int left, int length, Rows rows) {
    int first = k % LANES;
    ScalarMatmulF32.copyRows(p, 0, first, left, rows.p, length);
    for (int i = 0; i < thin; i++) {
      for (int lane = 0; lane < first; lane++) {
        float[] sums = rows.lanes[i * LANES + lane];
        float factor = q.array()[q.index(i, lane)];
        ScalarMatmulF32.accumulate(factor, rows.p[lane], ZEROS, sums, length);
      }
    }
    for (int from = first; from < k; from += STEPS) {
      int steps = Math.min(STEPS, k - from);
      ScalarMatmulF32.copyRows(p, from, steps, left, rows.p, length);
      int begun = from == first ? first : LANES;
      for (int i = 0; i < thin; i += 2) {
        addTurns(i, Math.min(2, thin - i), from, steps, begun, length, rows);
      }
    }
    for (int i = 0; i < thin; i++) {
      float[] sums = rows.lanes[i * LANES];
      addLanes(rows.lanes, i * LANES, sums, length);
      store(sums, i, left, length);
    }
  }

  /**
   * Adds up to four terms to each lane of one row of C or two.
   *
   * @param begun how many lanes have been begun, the others start from 0
   */
  private void addTurns(int i, int count, int from, int steps, int begun, int length, Rows rows) {
    int other = i + count - 1;
    int step = LANES * q.column();
    for (int lane = 0; lane < LANES; lane++) {
      int at = q.index(i, from + lane);
      int otherAt = q.index(other, from + lane);
      float[] sums = rows.lanes[i * LANES + lane];
      float[] otherSums = rows.lanes[other * LANES + lane];
      float[] start = lane < begun ? sums : ZEROS;
      float[] otherStart = lane < begun ? otherSums : ZEROS;
      if (steps == STEPS) {
        ScalarMatmulF32.accumulate(
            q.array(),
            count,
            at,
            otherAt,
            step,
            rows.p[lane],
            rows.p[LANES + lane],
            rows.p[2 * LANES + lane],
            rows.p[3 * LANES + lane],
            start,
            otherStart,
            sums,
            otherSums,
            length);
        continue;
      }
      for (int l = lane; l < steps; l += LANES) {
        ScalarMatmulF32.accumulate(q.array()[at], rows.p[l], start, sums, length);
        at += step;
        start = sums;
        if (count == 2) {
          ScalarMatmulF32.accumulate(q.array()[otherAt], rows.p[l], otherStart, otherSums, length);
          otherAt += step;
          otherStart = otherSums;
        }
      }
    }
  }

  private void store(float[] sums, int i, int left, int length) {
    float[] start = s.array();
    float[] result = c.array();
    int from = s.index(i, left);
    int to = c.index(i, left);
    for (int j = 0; j < length; j++) { // steps instead of multiplications
      result[to] = start[from] + sums[j];
      from += s.column();
      to += c.column();
    }
  }

  /** Adds up lanes in the order of {@link ScalarKernelsF32#sumOfFew}. */
  private static void addLanes(float[][] lanes, int at, float[] sums, int length) {
    float[] odd = lanes[at + 1];
    addEight(lanes, at, sums, length);
    addEight(lanes, at + 1, odd, length);
    for (int j = 0; j < length; j++) {
      sums[j] += odd[j];
    }
  }

  /** Adds up every other lane from one on. */
  private static void addEight(float[][] lanes, int at, float[] sums, int length) {
    float[] x0 = lanes[at];
    float[] x2 = lanes[at + 2];
    float[] x4 = lanes[at + 4];
    float[] x6 = lanes[at + 6];
    float[] x8 = lanes[at + 8];
    float[] x10 = lanes[at + 10];
    float[] x12 = lanes[at + 12];
    float[] x14 = lanes[at + 14];
    for (int j = 0; j < length; j++) {
      sums[j] = x0[j] + x8[j] + (x4[j] + x12[j]) + (x2[j] + x10[j] + (x6[j] + x14[j]));
    }
  }
}
