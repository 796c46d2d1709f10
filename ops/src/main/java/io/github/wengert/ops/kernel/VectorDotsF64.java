package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.DotsF64.BLOCK;
import static io.github.wengert.ops.kernel.DotsF64.LANES;

import io.github.wengert.ops.kernel.DotsF64.Scratch;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of eight dot products by vectors, for {@link DotsF64}: of 4 × 2 rows, or 8 × 1, whose sums
 * stay in registers while k runs. Eight sums are as many as multiply-adds can be under way at once.
 * Where a vector has fewer lanes than a sum, k runs several times, for some of the lanes each.
 *
 * <p>The bodies are written out for the reason that {@link VectorTilesF64} gives.
 */
final class VectorDotsF64 {
  private static final VectorSpecies<Double> SPECIES = VectorTilesF64.LANES;
  private static final int L = VectorTilesF64.L;
  private static final DoubleVector INDEX = DoubleVector.zero(SPECIES).addIndex(1);

  private VectorDotsF64() {}

  /** Computes {@link ScalarKernelsF64#dots}. */
  static void dots(
      int rows,
      int width,
      int k,
      double[] p,
      int pAt,
      int pStep,
      double[] q,
      Scratch scratch,
      int to) {
    int[] qAt = scratch.qAt;
    for (int lane = 0; lane < LANES; lane += L) {
      if (width == 2) {
        block4x2(k, lane, p, pAt, pStep, rows - 1, q, qAt[0], qAt[1], scratch.lanes);
      } else {
        block8x1(k, lane, p, pAt, pStep, rows - 1, q, qAt[0], scratch.lanes);
      }
    }
    addLanes(scratch.lanes, scratch.sums, to);
  }

  /** Computes {@link ScalarKernelsF64#rowsTimesRow}. */
  static void rowsTimesRow(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    double[] lanes = new double[BLOCK * LANES];
    double[] sums = new double[BLOCK];
    for (int i = 0; i < count; i += BLOCK) {
      int rows = Math.min(BLOCK, count - i);
      for (int lane = 0; lane < LANES; lane += L) {
        block8x1(k, lane, p, i * k, k, rows - 1, q, 0, lanes);
      }
      addLanes(lanes, sums, 0);
      for (int r = 0; r < rows; r++) {
        c[i + r] = s[i + r] + sums[r];
      }
    }
  }

  /** Which of some lanes have no term in the first turn: that of k exceeding a multiple of 16. */
  private static VectorMask<Double> absent(int k, int lane) {
    return INDEX.compare(VectorOperators.GE, firstTurn(k) - lane);
  }

  private static int firstTurn(int k) {
    return (k - 1) % LANES + 1;
  }

  // In a block, row i of p begins at pAt + i · pStep. Rows behind the last one are that one again.

  private static void block4x2(
      int k,
      int lane,
      double[] p,
      int pAt,
      int pStep,
      int last,
      double[] q,
      int q0,
      int q1,
      double[] lanes) {
    VectorMask<Double> absent = absent(k, lane);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int p0 = pAt;
    int p1 = pAt + Math.min(1, last) * pStep;
    int p2 = pAt + Math.min(2, last) * pStep;
    int p3 = pAt + Math.min(3, last) * pStep;
    DoubleVector b0 = DoubleVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    DoubleVector b1 = DoubleVector.fromArray(SPECIES, q, q1 + lane).blend(zero, absent);
    DoubleVector a0 = DoubleVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    DoubleVector a1 = DoubleVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    DoubleVector a2 = DoubleVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    DoubleVector a3 = DoubleVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    DoubleVector s0 = a0.fma(b0, zero);
    DoubleVector s1 = a0.fma(b1, zero);
    DoubleVector s2 = a1.fma(b0, zero);
    DoubleVector s3 = a1.fma(b1, zero);
    DoubleVector s4 = a2.fma(b0, zero);
    DoubleVector s5 = a2.fma(b1, zero);
    DoubleVector s6 = a3.fma(b0, zero);
    DoubleVector s7 = a3.fma(b1, zero);
    for (int l = firstTurn(k) + lane; l < k; l += LANES) {
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, q, q0 + l);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, q, q1 + l);
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, p, p0 + l);
      s0 = x0.fma(y0, s0);
      s1 = x0.fma(y1, s1);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, p, p1 + l);
      s2 = x1.fma(y0, s2);
      s3 = x1.fma(y1, s3);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, p, p2 + l);
      s4 = x2.fma(y0, s4);
      s5 = x2.fma(y1, s5);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, p, p3 + l);
      s6 = x3.fma(y0, s6);
      s7 = x3.fma(y1, s7);
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, LANES + lane);
    s2.intoArray(lanes, 2 * LANES + lane);
    s3.intoArray(lanes, 3 * LANES + lane);
    s4.intoArray(lanes, 4 * LANES + lane);
    s5.intoArray(lanes, 5 * LANES + lane);
    s6.intoArray(lanes, 6 * LANES + lane);
    s7.intoArray(lanes, 7 * LANES + lane);
  }

  private static void block8x1(
      int k,
      int lane,
      double[] p,
      int pAt,
      int pStep,
      int last,
      double[] q,
      int qAt,
      double[] lanes) {
    VectorMask<Double> absent = absent(k, lane);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int p0 = pAt;
    int p1 = pAt + Math.min(1, last) * pStep;
    int p2 = pAt + Math.min(2, last) * pStep;
    int p3 = pAt + Math.min(3, last) * pStep;
    int p4 = pAt + Math.min(4, last) * pStep;
    int p5 = pAt + Math.min(5, last) * pStep;
    int p6 = pAt + Math.min(6, last) * pStep;
    int p7 = pAt + Math.min(7, last) * pStep;
    DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + lane).blend(zero, absent);
    DoubleVector s0 =
        DoubleVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s1 =
        DoubleVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s2 =
        DoubleVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s3 =
        DoubleVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s4 =
        DoubleVector.fromArray(SPECIES, p, p4 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s5 =
        DoubleVector.fromArray(SPECIES, p, p5 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s6 =
        DoubleVector.fromArray(SPECIES, p, p6 + lane).blend(zero, absent).fma(b, zero);
    DoubleVector s7 =
        DoubleVector.fromArray(SPECIES, p, p7 + lane).blend(zero, absent).fma(b, zero);
    for (int l = firstTurn(k) + lane; l < k; l += LANES) {
      DoubleVector y = DoubleVector.fromArray(SPECIES, q, qAt + l);
      s0 = DoubleVector.fromArray(SPECIES, p, p0 + l).fma(y, s0);
      s1 = DoubleVector.fromArray(SPECIES, p, p1 + l).fma(y, s1);
      s2 = DoubleVector.fromArray(SPECIES, p, p2 + l).fma(y, s2);
      s3 = DoubleVector.fromArray(SPECIES, p, p3 + l).fma(y, s3);
      s4 = DoubleVector.fromArray(SPECIES, p, p4 + l).fma(y, s4);
      s5 = DoubleVector.fromArray(SPECIES, p, p5 + l).fma(y, s5);
      s6 = DoubleVector.fromArray(SPECIES, p, p6 + l).fma(y, s6);
      s7 = DoubleVector.fromArray(SPECIES, p, p7 + l).fma(y, s7);
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, LANES + lane);
    s2.intoArray(lanes, 2 * LANES + lane);
    s3.intoArray(lanes, 3 * LANES + lane);
    s4.intoArray(lanes, 4 * LANES + lane);
    s5.intoArray(lanes, 5 * LANES + lane);
    s6.intoArray(lanes, 6 * LANES + lane);
    s7.intoArray(lanes, 7 * LANES + lane);
  }

  /**
   * Adds up the sixteen lanes of eight sums: the upper half to the lower one until one is left.
   *
   * @param to where the sums go in {@code sums}
   */
  private static void addLanes(double[] lanes, double[] sums, int to) {
    if (!VectorPackF64.HAS_EIGHT) {
      for (int i = 0; i < BLOCK; i++) {
        sums[to + i] = ScalarKernelsF64.sumOfFew(lanes, i * LANES, LANES);
      }
      return;
    }
    DoubleVector low = VectorPackF64.LOW;
    DoubleVector high = VectorPackF64.HIGH;
    DoubleVector s0 = halves(lanes, 0);
    DoubleVector s1 = halves(lanes, LANES);
    DoubleVector s2 = halves(lanes, 2 * LANES);
    DoubleVector s3 = halves(lanes, 3 * LANES);
    DoubleVector s4 = halves(lanes, 4 * LANES);
    DoubleVector s5 = halves(lanes, 5 * LANES);
    DoubleVector s6 = halves(lanes, 6 * LANES);
    DoubleVector s7 = halves(lanes, 7 * LANES);
    DoubleVector t0 = low.selectFrom(s0, s4).add(high.selectFrom(s0, s4));
    DoubleVector t1 = low.selectFrom(s1, s5).add(high.selectFrom(s1, s5));
    DoubleVector t2 = low.selectFrom(s2, s6).add(high.selectFrom(s2, s6));
    DoubleVector t3 = low.selectFrom(s3, s7).add(high.selectFrom(s3, s7));
    DoubleVector u0 = low.selectFrom(t0, t2).add(high.selectFrom(t0, t2));
    DoubleVector u1 = low.selectFrom(t1, t3).add(high.selectFrom(t1, t3));
    low.selectFrom(u0, u1).add(high.selectFrom(u0, u1)).intoArray(sums, to);
  }

  private static DoubleVector halves(double[] lanes, int at) {
    return DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at)
        .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 8));
  }
}
