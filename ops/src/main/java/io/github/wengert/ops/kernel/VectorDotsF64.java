package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.DotsF64.BLOCK;
import static io.github.wengert.ops.kernel.DotsF64.LANES;

import io.github.wengert.ops.kernel.DotsF64.Scratch;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of dot products by vectors, for {@link DotsF64}: of 4 × 4 rows, 8 × 2 or 16 × 1, whose
 * sums stay in registers while k runs. Where a vector has fewer lanes than a sum, k runs several
 * times, for some of the lanes each.
 *
 * <p>The bodies are written out for the reason that {@link VectorTilesF64} gives.
 */
final class VectorDotsF64 {
  private static final VectorSpecies<Double> SPECIES = VectorTilesF64.LANES;
  private static final int L = VectorTilesF64.L;
  private static final double[] NO_LANES = {};
  private static final DoubleVector INDEX = DoubleVector.zero(SPECIES).addIndex(1);

  // Which lanes of two vectors, counted through, make the two halves of their zip.
  private static final DoubleVector LOW = zip(0);
  private static final DoubleVector HIGH = zip(L / 2);

  /** Up to so many sums are computed one after the other. */
  private static final int FEW = 4;

  private VectorDotsF64() {}

  private static DoubleVector zip(int first) {
    double[] lanes = new double[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = first + i / 2 + i % 2 * L;
    }
    return DoubleVector.fromArray(SPECIES, lanes, 0);
  }

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
    double[] lanes = scratch.lanes;
    double[] sums = scratch.sums;
    if (rows * width <= FEW) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < width; j++) {
          dot(k, p, pAt + i * pStep, q, qAt[j], lanes, sums, to + i * width + j);
        }
      }
      return;
    }
    int last = rows - 1;
    for (int lane = 0; lane < LANES; lane += L) {
      switch (width) {
        case 4 -> block4x4(k, lane, p, pAt, pStep, last, q, qAt, lanes, sums, to);
        case 2 -> block8x2(k, lane, p, pAt, pStep, last, q, qAt, lanes, sums, to);
        default -> block16x1(k, lane, p, pAt, pStep, last, q, qAt[0], lanes, sums, to);
      }
    }
    addLanes(lanes, sums, to);
  }

  /** Computes {@link ScalarKernelsF64#rowsTimesRow}. */
  static void rowsTimesRow(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    double[] lanes = L == LANES ? NO_LANES : new double[BLOCK * LANES];
    for (int i = 0; i < count; i += BLOCK) {
      int rows = Math.min(BLOCK, count - i);
      double[] sums = rows == BLOCK ? c : new double[BLOCK];
      int to = rows == BLOCK ? i : 0;
      for (int lane = 0; lane < LANES; lane += L) {
        block16x1(k, lane, p, i * k, k, rows - 1, q, 0, lanes, sums, to);
      }
      addLanes(lanes, sums, to);
      for (int r = 0; r < rows; r++) {
        c[i + r] = s[i + r] + sums[to + r];
      }
    }
  }

  /**
   * Returns how many terms the first turn has: those by which k exceeds a multiple of 16, or 16.
   */
  private static int firstTurn(int k) {
    return (k - 1) % LANES + 1;
  }

  /** Computes one sum: a block would spend a turn of k on fifteen others that nobody needs. */
  private static void dot(
      int k, double[] p, int pAt, double[] q, int qAt, double[] lanes, double[] sums, int to) {
    int first = firstTurn(k);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int lane = 0; lane < LANES; lane += L) {
      VectorMask<Double> absent = INDEX.compare(VectorOperators.GE, first - lane);
      DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + lane).blend(zero, absent);
      DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + lane).blend(zero, absent);
      DoubleVector s = a.fma(b, zero);
      for (int l = first + lane; l < k; l += LANES) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, p, pAt + l);
        s = x.fma(DoubleVector.fromArray(SPECIES, q, qAt + l), s);
      }
      if (L == LANES) {
        DoubleVector low = LOW;
        DoubleVector high = HIGH;
        DoubleVector t = low.selectFrom(s, s).add(high.selectFrom(s, s));
        DoubleVector u = low.selectFrom(t, t).add(high.selectFrom(t, t));
        DoubleVector v = low.selectFrom(u, u).add(high.selectFrom(u, u));
        sums[to] = low.selectFrom(v, v).add(high.selectFrom(v, v)).lane(0);
        return;
      }
      s.intoArray(lanes, lane);
    }
    sums[to] = ScalarKernelsF64.sumOfFew(lanes, 0, LANES);
  }

  // In a block, row i of p begins at pAt + i · pStep. Rows behind the last one are that one again.

  private static void block4x4(
      int k,
      int lane,
      double[] p,
      int pAt,
      int pStep,
      int last,
      double[] q,
      int[] qAt,
      double[] lanes,
      double[] sums,
      int to) {
    int first = firstTurn(k);
    int from = first + lane;
    VectorMask<Double> absent = INDEX.compare(VectorOperators.GE, first - lane);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int p0 = pAt;
    int p1 = pAt + Math.min(1, last) * pStep;
    int p2 = pAt + Math.min(2, last) * pStep;
    int p3 = pAt + Math.min(3, last) * pStep;
    int q0 = qAt[0];
    int q1 = qAt[1];
    int q2 = qAt[2];
    int q3 = qAt[3];
    DoubleVector b0 = DoubleVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    DoubleVector b1 = DoubleVector.fromArray(SPECIES, q, q1 + lane).blend(zero, absent);
    DoubleVector b2 = DoubleVector.fromArray(SPECIES, q, q2 + lane).blend(zero, absent);
    DoubleVector b3 = DoubleVector.fromArray(SPECIES, q, q3 + lane).blend(zero, absent);
    DoubleVector a0 = DoubleVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    DoubleVector s0 = a0.fma(b0, zero);
    DoubleVector s1 = a0.fma(b1, zero);
    DoubleVector s2 = a0.fma(b2, zero);
    DoubleVector s3 = a0.fma(b3, zero);
    DoubleVector a1 = DoubleVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    DoubleVector s4 = a1.fma(b0, zero);
    DoubleVector s5 = a1.fma(b1, zero);
    DoubleVector s6 = a1.fma(b2, zero);
    DoubleVector s7 = a1.fma(b3, zero);
    DoubleVector a2 = DoubleVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    DoubleVector s8 = a2.fma(b0, zero);
    DoubleVector s9 = a2.fma(b1, zero);
    DoubleVector s10 = a2.fma(b2, zero);
    DoubleVector s11 = a2.fma(b3, zero);
    DoubleVector a3 = DoubleVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    DoubleVector s12 = a3.fma(b0, zero);
    DoubleVector s13 = a3.fma(b1, zero);
    DoubleVector s14 = a3.fma(b2, zero);
    DoubleVector s15 = a3.fma(b3, zero);
    for (int l = from; l < k; l += LANES) {
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, q, q0 + l);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, q, q1 + l);
      DoubleVector y2 = DoubleVector.fromArray(SPECIES, q, q2 + l);
      DoubleVector y3 = DoubleVector.fromArray(SPECIES, q, q3 + l);
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, p, p0 + l);
      s0 = x0.fma(y0, s0);
      s1 = x0.fma(y1, s1);
      s2 = x0.fma(y2, s2);
      s3 = x0.fma(y3, s3);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, p, p1 + l);
      s4 = x1.fma(y0, s4);
      s5 = x1.fma(y1, s5);
      s6 = x1.fma(y2, s6);
      s7 = x1.fma(y3, s7);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, p, p2 + l);
      s8 = x2.fma(y0, s8);
      s9 = x2.fma(y1, s9);
      s10 = x2.fma(y2, s10);
      s11 = x2.fma(y3, s11);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, p, p3 + l);
      s12 = x3.fma(y0, s12);
      s13 = x3.fma(y1, s13);
      s14 = x3.fma(y2, s14);
      s15 = x3.fma(y3, s15);
    }
    if (L == LANES) {
      DoubleVector low = LOW;
      DoubleVector high = HIGH;
      DoubleVector t0 = low.selectFrom(s0, s8).add(high.selectFrom(s0, s8));
      DoubleVector t1 = low.selectFrom(s1, s9).add(high.selectFrom(s1, s9));
      DoubleVector t2 = low.selectFrom(s2, s10).add(high.selectFrom(s2, s10));
      DoubleVector t3 = low.selectFrom(s3, s11).add(high.selectFrom(s3, s11));
      DoubleVector t4 = low.selectFrom(s4, s12).add(high.selectFrom(s4, s12));
      DoubleVector t5 = low.selectFrom(s5, s13).add(high.selectFrom(s5, s13));
      DoubleVector t6 = low.selectFrom(s6, s14).add(high.selectFrom(s6, s14));
      DoubleVector t7 = low.selectFrom(s7, s15).add(high.selectFrom(s7, s15));
      DoubleVector u0 = low.selectFrom(t0, t4).add(high.selectFrom(t0, t4));
      DoubleVector u1 = low.selectFrom(t1, t5).add(high.selectFrom(t1, t5));
      DoubleVector u2 = low.selectFrom(t2, t6).add(high.selectFrom(t2, t6));
      DoubleVector u3 = low.selectFrom(t3, t7).add(high.selectFrom(t3, t7));
      DoubleVector v0 = low.selectFrom(u0, u2).add(high.selectFrom(u0, u2));
      DoubleVector v1 = low.selectFrom(u1, u3).add(high.selectFrom(u1, u3));
      low.selectFrom(v0, v1).add(high.selectFrom(v0, v1)).intoArray(sums, to);
      return;
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, LANES + lane);
    s2.intoArray(lanes, 2 * LANES + lane);
    s3.intoArray(lanes, 3 * LANES + lane);
    s4.intoArray(lanes, 4 * LANES + lane);
    s5.intoArray(lanes, 5 * LANES + lane);
    s6.intoArray(lanes, 6 * LANES + lane);
    s7.intoArray(lanes, 7 * LANES + lane);
    s8.intoArray(lanes, 8 * LANES + lane);
    s9.intoArray(lanes, 9 * LANES + lane);
    s10.intoArray(lanes, 10 * LANES + lane);
    s11.intoArray(lanes, 11 * LANES + lane);
    s12.intoArray(lanes, 12 * LANES + lane);
    s13.intoArray(lanes, 13 * LANES + lane);
    s14.intoArray(lanes, 14 * LANES + lane);
    s15.intoArray(lanes, 15 * LANES + lane);
  }

  private static void block8x2(
      int k,
      int lane,
      double[] p,
      int pAt,
      int pStep,
      int last,
      double[] q,
      int[] qAt,
      double[] lanes,
      double[] sums,
      int to) {
    int first = firstTurn(k);
    int from = first + lane;
    VectorMask<Double> absent = INDEX.compare(VectorOperators.GE, first - lane);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int p0 = pAt;
    int p1 = pAt + Math.min(1, last) * pStep;
    int p2 = pAt + Math.min(2, last) * pStep;
    int p3 = pAt + Math.min(3, last) * pStep;
    int p4 = pAt + Math.min(4, last) * pStep;
    int p5 = pAt + Math.min(5, last) * pStep;
    int p6 = pAt + Math.min(6, last) * pStep;
    int p7 = pAt + Math.min(7, last) * pStep;
    int q0 = qAt[0];
    int q1 = qAt[1];
    DoubleVector b0 = DoubleVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    DoubleVector b1 = DoubleVector.fromArray(SPECIES, q, q1 + lane).blend(zero, absent);
    DoubleVector a0 = DoubleVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    DoubleVector s0 = a0.fma(b0, zero);
    DoubleVector s1 = a0.fma(b1, zero);
    DoubleVector a1 = DoubleVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    DoubleVector s2 = a1.fma(b0, zero);
    DoubleVector s3 = a1.fma(b1, zero);
    DoubleVector a2 = DoubleVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    DoubleVector s4 = a2.fma(b0, zero);
    DoubleVector s5 = a2.fma(b1, zero);
    DoubleVector a3 = DoubleVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    DoubleVector s6 = a3.fma(b0, zero);
    DoubleVector s7 = a3.fma(b1, zero);
    DoubleVector a4 = DoubleVector.fromArray(SPECIES, p, p4 + lane).blend(zero, absent);
    DoubleVector s8 = a4.fma(b0, zero);
    DoubleVector s9 = a4.fma(b1, zero);
    DoubleVector a5 = DoubleVector.fromArray(SPECIES, p, p5 + lane).blend(zero, absent);
    DoubleVector s10 = a5.fma(b0, zero);
    DoubleVector s11 = a5.fma(b1, zero);
    DoubleVector a6 = DoubleVector.fromArray(SPECIES, p, p6 + lane).blend(zero, absent);
    DoubleVector s12 = a6.fma(b0, zero);
    DoubleVector s13 = a6.fma(b1, zero);
    DoubleVector a7 = DoubleVector.fromArray(SPECIES, p, p7 + lane).blend(zero, absent);
    DoubleVector s14 = a7.fma(b0, zero);
    DoubleVector s15 = a7.fma(b1, zero);
    for (int l = from; l < k; l += LANES) {
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
      DoubleVector x4 = DoubleVector.fromArray(SPECIES, p, p4 + l);
      s8 = x4.fma(y0, s8);
      s9 = x4.fma(y1, s9);
      DoubleVector x5 = DoubleVector.fromArray(SPECIES, p, p5 + l);
      s10 = x5.fma(y0, s10);
      s11 = x5.fma(y1, s11);
      DoubleVector x6 = DoubleVector.fromArray(SPECIES, p, p6 + l);
      s12 = x6.fma(y0, s12);
      s13 = x6.fma(y1, s13);
      DoubleVector x7 = DoubleVector.fromArray(SPECIES, p, p7 + l);
      s14 = x7.fma(y0, s14);
      s15 = x7.fma(y1, s15);
    }
    if (L == LANES) {
      DoubleVector low = LOW;
      DoubleVector high = HIGH;
      DoubleVector t0 = low.selectFrom(s0, s8).add(high.selectFrom(s0, s8));
      DoubleVector t1 = low.selectFrom(s1, s9).add(high.selectFrom(s1, s9));
      DoubleVector t2 = low.selectFrom(s2, s10).add(high.selectFrom(s2, s10));
      DoubleVector t3 = low.selectFrom(s3, s11).add(high.selectFrom(s3, s11));
      DoubleVector t4 = low.selectFrom(s4, s12).add(high.selectFrom(s4, s12));
      DoubleVector t5 = low.selectFrom(s5, s13).add(high.selectFrom(s5, s13));
      DoubleVector t6 = low.selectFrom(s6, s14).add(high.selectFrom(s6, s14));
      DoubleVector t7 = low.selectFrom(s7, s15).add(high.selectFrom(s7, s15));
      DoubleVector u0 = low.selectFrom(t0, t4).add(high.selectFrom(t0, t4));
      DoubleVector u1 = low.selectFrom(t1, t5).add(high.selectFrom(t1, t5));
      DoubleVector u2 = low.selectFrom(t2, t6).add(high.selectFrom(t2, t6));
      DoubleVector u3 = low.selectFrom(t3, t7).add(high.selectFrom(t3, t7));
      DoubleVector v0 = low.selectFrom(u0, u2).add(high.selectFrom(u0, u2));
      DoubleVector v1 = low.selectFrom(u1, u3).add(high.selectFrom(u1, u3));
      low.selectFrom(v0, v1).add(high.selectFrom(v0, v1)).intoArray(sums, to);
      return;
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, LANES + lane);
    s2.intoArray(lanes, 2 * LANES + lane);
    s3.intoArray(lanes, 3 * LANES + lane);
    s4.intoArray(lanes, 4 * LANES + lane);
    s5.intoArray(lanes, 5 * LANES + lane);
    s6.intoArray(lanes, 6 * LANES + lane);
    s7.intoArray(lanes, 7 * LANES + lane);
    s8.intoArray(lanes, 8 * LANES + lane);
    s9.intoArray(lanes, 9 * LANES + lane);
    s10.intoArray(lanes, 10 * LANES + lane);
    s11.intoArray(lanes, 11 * LANES + lane);
    s12.intoArray(lanes, 12 * LANES + lane);
    s13.intoArray(lanes, 13 * LANES + lane);
    s14.intoArray(lanes, 14 * LANES + lane);
    s15.intoArray(lanes, 15 * LANES + lane);
  }

  /**
   * Goes over eight rows and then over eight others: where rows are a power of two apart, lines of
   * more of them would drive each other out of the first cache.
   */
  private static void block16x1(
      int k,
      int lane,
      double[] p,
      int pAt,
      int pStep,
      int last,
      double[] q,
      int q0,
      double[] lanes,
      double[] sums,
      int to) {
    int first = firstTurn(k);
    int from = first + lane;
    VectorMask<Double> absent = INDEX.compare(VectorOperators.GE, first - lane);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    int p0 = pAt;
    int p1 = pAt + Math.min(1, last) * pStep;
    int p2 = pAt + Math.min(2, last) * pStep;
    int p3 = pAt + Math.min(3, last) * pStep;
    int p4 = pAt + Math.min(4, last) * pStep;
    int p5 = pAt + Math.min(5, last) * pStep;
    int p6 = pAt + Math.min(6, last) * pStep;
    int p7 = pAt + Math.min(7, last) * pStep;
    int p8 = pAt + Math.min(8, last) * pStep;
    int p9 = pAt + Math.min(9, last) * pStep;
    int p10 = pAt + Math.min(10, last) * pStep;
    int p11 = pAt + Math.min(11, last) * pStep;
    int p12 = pAt + Math.min(12, last) * pStep;
    int p13 = pAt + Math.min(13, last) * pStep;
    int p14 = pAt + Math.min(14, last) * pStep;
    int p15 = pAt + Math.min(15, last) * pStep;
    DoubleVector b0 = DoubleVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    DoubleVector a0 = DoubleVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    DoubleVector s0 = a0.fma(b0, zero);
    DoubleVector a1 = DoubleVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    DoubleVector s1 = a1.fma(b0, zero);
    DoubleVector a2 = DoubleVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    DoubleVector s2 = a2.fma(b0, zero);
    DoubleVector a3 = DoubleVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    DoubleVector s3 = a3.fma(b0, zero);
    DoubleVector a4 = DoubleVector.fromArray(SPECIES, p, p4 + lane).blend(zero, absent);
    DoubleVector s4 = a4.fma(b0, zero);
    DoubleVector a5 = DoubleVector.fromArray(SPECIES, p, p5 + lane).blend(zero, absent);
    DoubleVector s5 = a5.fma(b0, zero);
    DoubleVector a6 = DoubleVector.fromArray(SPECIES, p, p6 + lane).blend(zero, absent);
    DoubleVector s6 = a6.fma(b0, zero);
    DoubleVector a7 = DoubleVector.fromArray(SPECIES, p, p7 + lane).blend(zero, absent);
    DoubleVector s7 = a7.fma(b0, zero);
    for (int l = from; l < k; l += LANES) {
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, q, q0 + l);
      DoubleVector x0 = DoubleVector.fromArray(SPECIES, p, p0 + l);
      s0 = x0.fma(y0, s0);
      DoubleVector x1 = DoubleVector.fromArray(SPECIES, p, p1 + l);
      s1 = x1.fma(y0, s1);
      DoubleVector x2 = DoubleVector.fromArray(SPECIES, p, p2 + l);
      s2 = x2.fma(y0, s2);
      DoubleVector x3 = DoubleVector.fromArray(SPECIES, p, p3 + l);
      s3 = x3.fma(y0, s3);
      DoubleVector x4 = DoubleVector.fromArray(SPECIES, p, p4 + l);
      s4 = x4.fma(y0, s4);
      DoubleVector x5 = DoubleVector.fromArray(SPECIES, p, p5 + l);
      s5 = x5.fma(y0, s5);
      DoubleVector x6 = DoubleVector.fromArray(SPECIES, p, p6 + l);
      s6 = x6.fma(y0, s6);
      DoubleVector x7 = DoubleVector.fromArray(SPECIES, p, p7 + l);
      s7 = x7.fma(y0, s7);
    }
    DoubleVector a8 = DoubleVector.fromArray(SPECIES, p, p8 + lane).blend(zero, absent);
    DoubleVector s8 = a8.fma(b0, zero);
    DoubleVector a9 = DoubleVector.fromArray(SPECIES, p, p9 + lane).blend(zero, absent);
    DoubleVector s9 = a9.fma(b0, zero);
    DoubleVector a10 = DoubleVector.fromArray(SPECIES, p, p10 + lane).blend(zero, absent);
    DoubleVector s10 = a10.fma(b0, zero);
    DoubleVector a11 = DoubleVector.fromArray(SPECIES, p, p11 + lane).blend(zero, absent);
    DoubleVector s11 = a11.fma(b0, zero);
    DoubleVector a12 = DoubleVector.fromArray(SPECIES, p, p12 + lane).blend(zero, absent);
    DoubleVector s12 = a12.fma(b0, zero);
    DoubleVector a13 = DoubleVector.fromArray(SPECIES, p, p13 + lane).blend(zero, absent);
    DoubleVector s13 = a13.fma(b0, zero);
    DoubleVector a14 = DoubleVector.fromArray(SPECIES, p, p14 + lane).blend(zero, absent);
    DoubleVector s14 = a14.fma(b0, zero);
    DoubleVector a15 = DoubleVector.fromArray(SPECIES, p, p15 + lane).blend(zero, absent);
    DoubleVector s15 = a15.fma(b0, zero);
    int end = last < 8 ? from : k;
    for (int l = from; l < end; l += LANES) {
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, q, q0 + l);
      DoubleVector x8 = DoubleVector.fromArray(SPECIES, p, p8 + l);
      s8 = x8.fma(y0, s8);
      DoubleVector x9 = DoubleVector.fromArray(SPECIES, p, p9 + l);
      s9 = x9.fma(y0, s9);
      DoubleVector x10 = DoubleVector.fromArray(SPECIES, p, p10 + l);
      s10 = x10.fma(y0, s10);
      DoubleVector x11 = DoubleVector.fromArray(SPECIES, p, p11 + l);
      s11 = x11.fma(y0, s11);
      DoubleVector x12 = DoubleVector.fromArray(SPECIES, p, p12 + l);
      s12 = x12.fma(y0, s12);
      DoubleVector x13 = DoubleVector.fromArray(SPECIES, p, p13 + l);
      s13 = x13.fma(y0, s13);
      DoubleVector x14 = DoubleVector.fromArray(SPECIES, p, p14 + l);
      s14 = x14.fma(y0, s14);
      DoubleVector x15 = DoubleVector.fromArray(SPECIES, p, p15 + l);
      s15 = x15.fma(y0, s15);
    }
    if (L == LANES) {
      DoubleVector low = LOW;
      DoubleVector high = HIGH;
      DoubleVector t0 = low.selectFrom(s0, s8).add(high.selectFrom(s0, s8));
      DoubleVector t1 = low.selectFrom(s1, s9).add(high.selectFrom(s1, s9));
      DoubleVector t2 = low.selectFrom(s2, s10).add(high.selectFrom(s2, s10));
      DoubleVector t3 = low.selectFrom(s3, s11).add(high.selectFrom(s3, s11));
      DoubleVector t4 = low.selectFrom(s4, s12).add(high.selectFrom(s4, s12));
      DoubleVector t5 = low.selectFrom(s5, s13).add(high.selectFrom(s5, s13));
      DoubleVector t6 = low.selectFrom(s6, s14).add(high.selectFrom(s6, s14));
      DoubleVector t7 = low.selectFrom(s7, s15).add(high.selectFrom(s7, s15));
      DoubleVector u0 = low.selectFrom(t0, t4).add(high.selectFrom(t0, t4));
      DoubleVector u1 = low.selectFrom(t1, t5).add(high.selectFrom(t1, t5));
      DoubleVector u2 = low.selectFrom(t2, t6).add(high.selectFrom(t2, t6));
      DoubleVector u3 = low.selectFrom(t3, t7).add(high.selectFrom(t3, t7));
      DoubleVector v0 = low.selectFrom(u0, u2).add(high.selectFrom(u0, u2));
      DoubleVector v1 = low.selectFrom(u1, u3).add(high.selectFrom(u1, u3));
      low.selectFrom(v0, v1).add(high.selectFrom(v0, v1)).intoArray(sums, to);
      return;
    }
    s0.intoArray(lanes, lane);
    s1.intoArray(lanes, LANES + lane);
    s2.intoArray(lanes, 2 * LANES + lane);
    s3.intoArray(lanes, 3 * LANES + lane);
    s4.intoArray(lanes, 4 * LANES + lane);
    s5.intoArray(lanes, 5 * LANES + lane);
    s6.intoArray(lanes, 6 * LANES + lane);
    s7.intoArray(lanes, 7 * LANES + lane);
    s8.intoArray(lanes, 8 * LANES + lane);
    s9.intoArray(lanes, 9 * LANES + lane);
    s10.intoArray(lanes, 10 * LANES + lane);
    s11.intoArray(lanes, 11 * LANES + lane);
    s12.intoArray(lanes, 12 * LANES + lane);
    s13.intoArray(lanes, 13 * LANES + lane);
    s14.intoArray(lanes, 14 * LANES + lane);
    s15.intoArray(lanes, 15 * LANES + lane);
  }

  /** Adds up the lanes of a block, unless it has done so itself, since vectors are long enough. */
  private static void addLanes(double[] lanes, double[] sums, int to) {
    if (L != LANES) {
      addEightLanes(lanes, 0, sums, to);
      addEightLanes(lanes, 8 * LANES, sums, to + 8);
    }
  }

  /**
   * Adds up the sixteen lanes of eight sums: the upper half to the lower one until one is left.
   *
   * @param at where the lanes begin in {@code lanes}, those of a sum after another's
   * @param to where the sums go in {@code sums}
   */
  private static void addEightLanes(double[] lanes, int at, double[] sums, int to) {
    if (!VectorPackF64.HAS_EIGHT) {
      for (int i = 0; i < 8; i++) {
        sums[to + i] = ScalarKernelsF64.sumOfFew(lanes, at + 16 * i, 16);
      }
      return;
    }
    DoubleVector low = VectorPackF64.LOW;
    DoubleVector high = VectorPackF64.HIGH;
    DoubleVector s0 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 8));
    DoubleVector s1 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 16 + 8));
    DoubleVector s2 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 2 * 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 2 * 16 + 8));
    DoubleVector s3 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 3 * 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 3 * 16 + 8));
    DoubleVector s4 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 4 * 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 4 * 16 + 8));
    DoubleVector s5 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 5 * 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 5 * 16 + 8));
    DoubleVector s6 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 6 * 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 6 * 16 + 8));
    DoubleVector s7 =
        DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 7 * 16)
            .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 7 * 16 + 8));
    DoubleVector t0 = low.selectFrom(s0, s4).add(high.selectFrom(s0, s4));
    DoubleVector t1 = low.selectFrom(s1, s5).add(high.selectFrom(s1, s5));
    DoubleVector t2 = low.selectFrom(s2, s6).add(high.selectFrom(s2, s6));
    DoubleVector t3 = low.selectFrom(s3, s7).add(high.selectFrom(s3, s7));
    DoubleVector u0 = low.selectFrom(t0, t2).add(high.selectFrom(t0, t2));
    DoubleVector u1 = low.selectFrom(t1, t3).add(high.selectFrom(t1, t3));
    low.selectFrom(u0, u1).add(high.selectFrom(u0, u1)).intoArray(sums, to);
  }
}
