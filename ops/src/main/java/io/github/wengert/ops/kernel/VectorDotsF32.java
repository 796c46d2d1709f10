package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.DotsF32.BLOCK;
import static io.github.wengert.ops.kernel.DotsF32.LANES;

import io.github.wengert.ops.kernel.DotsF32.Scratch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of dot products by vectors, for {@link DotsF32}: of 4 × 4 rows, 8 × 2 or 16 × 1, whose
 * sums stay in registers while k runs. Where a vector has fewer lanes than a sum, k runs several
 * times, for some of the lanes each.
 *
 * <p>The bodies are written out for the reason that {@link VectorTilesF32} gives.
 */
final class VectorDotsF32 {
  private static final VectorSpecies<Float> SPECIES = VectorTilesF32.LANES;
  private static final int L = VectorTilesF32.L;
  private static final float[] NO_LANES = {};
  private static final FloatVector INDEX = FloatVector.zero(SPECIES).addIndex(1);

  // Which lanes of two vectors, counted through, make the two halves of their zip.
  private static final FloatVector LOW = zip(0);
  private static final FloatVector HIGH = zip(L / 2);

  /** Up to so many sums are computed one after the other. */
  private static final int FEW = 4;

  private VectorDotsF32() {}

  private static FloatVector zip(int first) {
    float[] lanes = new float[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = first + i / 2 + i % 2 * L;
    }
    return FloatVector.fromArray(SPECIES, lanes, 0);
  }

  /** Computes {@link ScalarKernelsF32#dots}. */
  static void dots(
      int rows,
      int width,
      int k,
      float[] p,
      int pAt,
      int pStep,
      float[] q,
      Scratch scratch,
      int to) {
    int[] qAt = scratch.qAt;
    float[] lanes = scratch.lanes;
    float[] sums = scratch.sums;
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

  /** Computes {@link ScalarKernelsF32#rowsTimesRow}. */
  static void rowsTimesRow(int count, int k, float[] p, float[] q, float[] s, float[] c) {
    float[] lanes = L == LANES ? NO_LANES : new float[BLOCK * LANES];
    for (int i = 0; i < count; i += BLOCK) {
      int rows = Math.min(BLOCK, count - i);
      float[] sums = rows == BLOCK ? c : new float[BLOCK];
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
      int k, float[] p, int pAt, float[] q, int qAt, float[] lanes, float[] sums, int to) {
    int first = firstTurn(k);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int lane = 0; lane < LANES; lane += L) {
      VectorMask<Float> absent = INDEX.compare(VectorOperators.GE, first - lane);
      FloatVector a = FloatVector.fromArray(SPECIES, p, pAt + lane).blend(zero, absent);
      FloatVector b = FloatVector.fromArray(SPECIES, q, qAt + lane).blend(zero, absent);
      FloatVector s = a.fma(b, zero);
      for (int l = first + lane; l < k; l += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, p, pAt + l);
        s = x.fma(FloatVector.fromArray(SPECIES, q, qAt + l), s);
      }
      if (L == LANES) {
        FloatVector low = LOW;
        FloatVector high = HIGH;
        FloatVector t = low.selectFrom(s, s).add(high.selectFrom(s, s));
        FloatVector u = low.selectFrom(t, t).add(high.selectFrom(t, t));
        FloatVector v = low.selectFrom(u, u).add(high.selectFrom(u, u));
        sums[to] = low.selectFrom(v, v).add(high.selectFrom(v, v)).lane(0);
        return;
      }
      s.intoArray(lanes, lane);
    }
    sums[to] = ScalarKernelsF32.sumOfFew(lanes, 0, LANES);
  }

  // In a block, row i of p begins at pAt + i · pStep. Rows behind the last one are that one again.

  private static void block4x4(
      int k,
      int lane,
      float[] p,
      int pAt,
      int pStep,
      int last,
      float[] q,
      int[] qAt,
      float[] lanes,
      float[] sums,
      int to) {
    int first = firstTurn(k);
    int from = first + lane;
    VectorMask<Float> absent = INDEX.compare(VectorOperators.GE, first - lane);
    FloatVector zero = FloatVector.zero(SPECIES);
    int p0 = pAt;
    int p1 = pAt + Math.min(1, last) * pStep;
    int p2 = pAt + Math.min(2, last) * pStep;
    int p3 = pAt + Math.min(3, last) * pStep;
    int q0 = qAt[0];
    int q1 = qAt[1];
    int q2 = qAt[2];
    int q3 = qAt[3];
    FloatVector b0 = FloatVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    FloatVector b1 = FloatVector.fromArray(SPECIES, q, q1 + lane).blend(zero, absent);
    FloatVector b2 = FloatVector.fromArray(SPECIES, q, q2 + lane).blend(zero, absent);
    FloatVector b3 = FloatVector.fromArray(SPECIES, q, q3 + lane).blend(zero, absent);
    FloatVector a0 = FloatVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    FloatVector s0 = a0.fma(b0, zero);
    FloatVector s1 = a0.fma(b1, zero);
    FloatVector s2 = a0.fma(b2, zero);
    FloatVector s3 = a0.fma(b3, zero);
    FloatVector a1 = FloatVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    FloatVector s4 = a1.fma(b0, zero);
    FloatVector s5 = a1.fma(b1, zero);
    FloatVector s6 = a1.fma(b2, zero);
    FloatVector s7 = a1.fma(b3, zero);
    FloatVector a2 = FloatVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    FloatVector s8 = a2.fma(b0, zero);
    FloatVector s9 = a2.fma(b1, zero);
    FloatVector s10 = a2.fma(b2, zero);
    FloatVector s11 = a2.fma(b3, zero);
    FloatVector a3 = FloatVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    FloatVector s12 = a3.fma(b0, zero);
    FloatVector s13 = a3.fma(b1, zero);
    FloatVector s14 = a3.fma(b2, zero);
    FloatVector s15 = a3.fma(b3, zero);
    for (int l = from; l < k; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, q, q0 + l);
      FloatVector y1 = FloatVector.fromArray(SPECIES, q, q1 + l);
      FloatVector y2 = FloatVector.fromArray(SPECIES, q, q2 + l);
      FloatVector y3 = FloatVector.fromArray(SPECIES, q, q3 + l);
      FloatVector x0 = FloatVector.fromArray(SPECIES, p, p0 + l);
      s0 = x0.fma(y0, s0);
      s1 = x0.fma(y1, s1);
      s2 = x0.fma(y2, s2);
      s3 = x0.fma(y3, s3);
      FloatVector x1 = FloatVector.fromArray(SPECIES, p, p1 + l);
      s4 = x1.fma(y0, s4);
      s5 = x1.fma(y1, s5);
      s6 = x1.fma(y2, s6);
      s7 = x1.fma(y3, s7);
      FloatVector x2 = FloatVector.fromArray(SPECIES, p, p2 + l);
      s8 = x2.fma(y0, s8);
      s9 = x2.fma(y1, s9);
      s10 = x2.fma(y2, s10);
      s11 = x2.fma(y3, s11);
      FloatVector x3 = FloatVector.fromArray(SPECIES, p, p3 + l);
      s12 = x3.fma(y0, s12);
      s13 = x3.fma(y1, s13);
      s14 = x3.fma(y2, s14);
      s15 = x3.fma(y3, s15);
    }
    if (L == LANES) {
      FloatVector low = LOW;
      FloatVector high = HIGH;
      FloatVector t0 = low.selectFrom(s0, s8).add(high.selectFrom(s0, s8));
      FloatVector t1 = low.selectFrom(s1, s9).add(high.selectFrom(s1, s9));
      FloatVector t2 = low.selectFrom(s2, s10).add(high.selectFrom(s2, s10));
      FloatVector t3 = low.selectFrom(s3, s11).add(high.selectFrom(s3, s11));
      FloatVector t4 = low.selectFrom(s4, s12).add(high.selectFrom(s4, s12));
      FloatVector t5 = low.selectFrom(s5, s13).add(high.selectFrom(s5, s13));
      FloatVector t6 = low.selectFrom(s6, s14).add(high.selectFrom(s6, s14));
      FloatVector t7 = low.selectFrom(s7, s15).add(high.selectFrom(s7, s15));
      FloatVector u0 = low.selectFrom(t0, t4).add(high.selectFrom(t0, t4));
      FloatVector u1 = low.selectFrom(t1, t5).add(high.selectFrom(t1, t5));
      FloatVector u2 = low.selectFrom(t2, t6).add(high.selectFrom(t2, t6));
      FloatVector u3 = low.selectFrom(t3, t7).add(high.selectFrom(t3, t7));
      FloatVector v0 = low.selectFrom(u0, u2).add(high.selectFrom(u0, u2));
      FloatVector v1 = low.selectFrom(u1, u3).add(high.selectFrom(u1, u3));
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
      float[] p,
      int pAt,
      int pStep,
      int last,
      float[] q,
      int[] qAt,
      float[] lanes,
      float[] sums,
      int to) {
    int first = firstTurn(k);
    int from = first + lane;
    VectorMask<Float> absent = INDEX.compare(VectorOperators.GE, first - lane);
    FloatVector zero = FloatVector.zero(SPECIES);
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
    FloatVector b0 = FloatVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    FloatVector b1 = FloatVector.fromArray(SPECIES, q, q1 + lane).blend(zero, absent);
    FloatVector a0 = FloatVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    FloatVector s0 = a0.fma(b0, zero);
    FloatVector s1 = a0.fma(b1, zero);
    FloatVector a1 = FloatVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    FloatVector s2 = a1.fma(b0, zero);
    FloatVector s3 = a1.fma(b1, zero);
    FloatVector a2 = FloatVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    FloatVector s4 = a2.fma(b0, zero);
    FloatVector s5 = a2.fma(b1, zero);
    FloatVector a3 = FloatVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    FloatVector s6 = a3.fma(b0, zero);
    FloatVector s7 = a3.fma(b1, zero);
    FloatVector a4 = FloatVector.fromArray(SPECIES, p, p4 + lane).blend(zero, absent);
    FloatVector s8 = a4.fma(b0, zero);
    FloatVector s9 = a4.fma(b1, zero);
    FloatVector a5 = FloatVector.fromArray(SPECIES, p, p5 + lane).blend(zero, absent);
    FloatVector s10 = a5.fma(b0, zero);
    FloatVector s11 = a5.fma(b1, zero);
    FloatVector a6 = FloatVector.fromArray(SPECIES, p, p6 + lane).blend(zero, absent);
    FloatVector s12 = a6.fma(b0, zero);
    FloatVector s13 = a6.fma(b1, zero);
    FloatVector a7 = FloatVector.fromArray(SPECIES, p, p7 + lane).blend(zero, absent);
    FloatVector s14 = a7.fma(b0, zero);
    FloatVector s15 = a7.fma(b1, zero);
    for (int l = from; l < k; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, q, q0 + l);
      FloatVector y1 = FloatVector.fromArray(SPECIES, q, q1 + l);
      FloatVector x0 = FloatVector.fromArray(SPECIES, p, p0 + l);
      s0 = x0.fma(y0, s0);
      s1 = x0.fma(y1, s1);
      FloatVector x1 = FloatVector.fromArray(SPECIES, p, p1 + l);
      s2 = x1.fma(y0, s2);
      s3 = x1.fma(y1, s3);
      FloatVector x2 = FloatVector.fromArray(SPECIES, p, p2 + l);
      s4 = x2.fma(y0, s4);
      s5 = x2.fma(y1, s5);
      FloatVector x3 = FloatVector.fromArray(SPECIES, p, p3 + l);
      s6 = x3.fma(y0, s6);
      s7 = x3.fma(y1, s7);
      FloatVector x4 = FloatVector.fromArray(SPECIES, p, p4 + l);
      s8 = x4.fma(y0, s8);
      s9 = x4.fma(y1, s9);
      FloatVector x5 = FloatVector.fromArray(SPECIES, p, p5 + l);
      s10 = x5.fma(y0, s10);
      s11 = x5.fma(y1, s11);
      FloatVector x6 = FloatVector.fromArray(SPECIES, p, p6 + l);
      s12 = x6.fma(y0, s12);
      s13 = x6.fma(y1, s13);
      FloatVector x7 = FloatVector.fromArray(SPECIES, p, p7 + l);
      s14 = x7.fma(y0, s14);
      s15 = x7.fma(y1, s15);
    }
    if (L == LANES) {
      FloatVector low = LOW;
      FloatVector high = HIGH;
      FloatVector t0 = low.selectFrom(s0, s8).add(high.selectFrom(s0, s8));
      FloatVector t1 = low.selectFrom(s1, s9).add(high.selectFrom(s1, s9));
      FloatVector t2 = low.selectFrom(s2, s10).add(high.selectFrom(s2, s10));
      FloatVector t3 = low.selectFrom(s3, s11).add(high.selectFrom(s3, s11));
      FloatVector t4 = low.selectFrom(s4, s12).add(high.selectFrom(s4, s12));
      FloatVector t5 = low.selectFrom(s5, s13).add(high.selectFrom(s5, s13));
      FloatVector t6 = low.selectFrom(s6, s14).add(high.selectFrom(s6, s14));
      FloatVector t7 = low.selectFrom(s7, s15).add(high.selectFrom(s7, s15));
      FloatVector u0 = low.selectFrom(t0, t4).add(high.selectFrom(t0, t4));
      FloatVector u1 = low.selectFrom(t1, t5).add(high.selectFrom(t1, t5));
      FloatVector u2 = low.selectFrom(t2, t6).add(high.selectFrom(t2, t6));
      FloatVector u3 = low.selectFrom(t3, t7).add(high.selectFrom(t3, t7));
      FloatVector v0 = low.selectFrom(u0, u2).add(high.selectFrom(u0, u2));
      FloatVector v1 = low.selectFrom(u1, u3).add(high.selectFrom(u1, u3));
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
      float[] p,
      int pAt,
      int pStep,
      int last,
      float[] q,
      int q0,
      float[] lanes,
      float[] sums,
      int to) {
    int first = firstTurn(k);
    int from = first + lane;
    VectorMask<Float> absent = INDEX.compare(VectorOperators.GE, first - lane);
    FloatVector zero = FloatVector.zero(SPECIES);
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
    FloatVector b0 = FloatVector.fromArray(SPECIES, q, q0 + lane).blend(zero, absent);
    FloatVector a0 = FloatVector.fromArray(SPECIES, p, p0 + lane).blend(zero, absent);
    FloatVector s0 = a0.fma(b0, zero);
    FloatVector a1 = FloatVector.fromArray(SPECIES, p, p1 + lane).blend(zero, absent);
    FloatVector s1 = a1.fma(b0, zero);
    FloatVector a2 = FloatVector.fromArray(SPECIES, p, p2 + lane).blend(zero, absent);
    FloatVector s2 = a2.fma(b0, zero);
    FloatVector a3 = FloatVector.fromArray(SPECIES, p, p3 + lane).blend(zero, absent);
    FloatVector s3 = a3.fma(b0, zero);
    FloatVector a4 = FloatVector.fromArray(SPECIES, p, p4 + lane).blend(zero, absent);
    FloatVector s4 = a4.fma(b0, zero);
    FloatVector a5 = FloatVector.fromArray(SPECIES, p, p5 + lane).blend(zero, absent);
    FloatVector s5 = a5.fma(b0, zero);
    FloatVector a6 = FloatVector.fromArray(SPECIES, p, p6 + lane).blend(zero, absent);
    FloatVector s6 = a6.fma(b0, zero);
    FloatVector a7 = FloatVector.fromArray(SPECIES, p, p7 + lane).blend(zero, absent);
    FloatVector s7 = a7.fma(b0, zero);
    for (int l = from; l < k; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, q, q0 + l);
      FloatVector x0 = FloatVector.fromArray(SPECIES, p, p0 + l);
      s0 = x0.fma(y0, s0);
      FloatVector x1 = FloatVector.fromArray(SPECIES, p, p1 + l);
      s1 = x1.fma(y0, s1);
      FloatVector x2 = FloatVector.fromArray(SPECIES, p, p2 + l);
      s2 = x2.fma(y0, s2);
      FloatVector x3 = FloatVector.fromArray(SPECIES, p, p3 + l);
      s3 = x3.fma(y0, s3);
      FloatVector x4 = FloatVector.fromArray(SPECIES, p, p4 + l);
      s4 = x4.fma(y0, s4);
      FloatVector x5 = FloatVector.fromArray(SPECIES, p, p5 + l);
      s5 = x5.fma(y0, s5);
      FloatVector x6 = FloatVector.fromArray(SPECIES, p, p6 + l);
      s6 = x6.fma(y0, s6);
      FloatVector x7 = FloatVector.fromArray(SPECIES, p, p7 + l);
      s7 = x7.fma(y0, s7);
    }
    FloatVector a8 = FloatVector.fromArray(SPECIES, p, p8 + lane).blend(zero, absent);
    FloatVector s8 = a8.fma(b0, zero);
    FloatVector a9 = FloatVector.fromArray(SPECIES, p, p9 + lane).blend(zero, absent);
    FloatVector s9 = a9.fma(b0, zero);
    FloatVector a10 = FloatVector.fromArray(SPECIES, p, p10 + lane).blend(zero, absent);
    FloatVector s10 = a10.fma(b0, zero);
    FloatVector a11 = FloatVector.fromArray(SPECIES, p, p11 + lane).blend(zero, absent);
    FloatVector s11 = a11.fma(b0, zero);
    FloatVector a12 = FloatVector.fromArray(SPECIES, p, p12 + lane).blend(zero, absent);
    FloatVector s12 = a12.fma(b0, zero);
    FloatVector a13 = FloatVector.fromArray(SPECIES, p, p13 + lane).blend(zero, absent);
    FloatVector s13 = a13.fma(b0, zero);
    FloatVector a14 = FloatVector.fromArray(SPECIES, p, p14 + lane).blend(zero, absent);
    FloatVector s14 = a14.fma(b0, zero);
    FloatVector a15 = FloatVector.fromArray(SPECIES, p, p15 + lane).blend(zero, absent);
    FloatVector s15 = a15.fma(b0, zero);
    int end = last < 8 ? from : k;
    for (int l = from; l < end; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, q, q0 + l);
      FloatVector x8 = FloatVector.fromArray(SPECIES, p, p8 + l);
      s8 = x8.fma(y0, s8);
      FloatVector x9 = FloatVector.fromArray(SPECIES, p, p9 + l);
      s9 = x9.fma(y0, s9);
      FloatVector x10 = FloatVector.fromArray(SPECIES, p, p10 + l);
      s10 = x10.fma(y0, s10);
      FloatVector x11 = FloatVector.fromArray(SPECIES, p, p11 + l);
      s11 = x11.fma(y0, s11);
      FloatVector x12 = FloatVector.fromArray(SPECIES, p, p12 + l);
      s12 = x12.fma(y0, s12);
      FloatVector x13 = FloatVector.fromArray(SPECIES, p, p13 + l);
      s13 = x13.fma(y0, s13);
      FloatVector x14 = FloatVector.fromArray(SPECIES, p, p14 + l);
      s14 = x14.fma(y0, s14);
      FloatVector x15 = FloatVector.fromArray(SPECIES, p, p15 + l);
      s15 = x15.fma(y0, s15);
    }
    if (L == LANES) {
      FloatVector low = LOW;
      FloatVector high = HIGH;
      FloatVector t0 = low.selectFrom(s0, s8).add(high.selectFrom(s0, s8));
      FloatVector t1 = low.selectFrom(s1, s9).add(high.selectFrom(s1, s9));
      FloatVector t2 = low.selectFrom(s2, s10).add(high.selectFrom(s2, s10));
      FloatVector t3 = low.selectFrom(s3, s11).add(high.selectFrom(s3, s11));
      FloatVector t4 = low.selectFrom(s4, s12).add(high.selectFrom(s4, s12));
      FloatVector t5 = low.selectFrom(s5, s13).add(high.selectFrom(s5, s13));
      FloatVector t6 = low.selectFrom(s6, s14).add(high.selectFrom(s6, s14));
      FloatVector t7 = low.selectFrom(s7, s15).add(high.selectFrom(s7, s15));
      FloatVector u0 = low.selectFrom(t0, t4).add(high.selectFrom(t0, t4));
      FloatVector u1 = low.selectFrom(t1, t5).add(high.selectFrom(t1, t5));
      FloatVector u2 = low.selectFrom(t2, t6).add(high.selectFrom(t2, t6));
      FloatVector u3 = low.selectFrom(t3, t7).add(high.selectFrom(t3, t7));
      FloatVector v0 = low.selectFrom(u0, u2).add(high.selectFrom(u0, u2));
      FloatVector v1 = low.selectFrom(u1, u3).add(high.selectFrom(u1, u3));
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
  private static void addLanes(float[] lanes, float[] sums, int to) {
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
  private static void addEightLanes(float[] lanes, int at, float[] sums, int to) {
    if (!VectorPackF32.HAS_EIGHT) {
      for (int i = 0; i < 8; i++) {
        sums[to + i] = ScalarKernelsF32.sumOfFew(lanes, at + 16 * i, 16);
      }
      return;
    }
    FloatVector low = VectorPackF32.LOW;
    FloatVector high = VectorPackF32.HIGH;
    FloatVector s0 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 8));
    FloatVector s1 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 16 + 8));
    FloatVector s2 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 2 * 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 2 * 16 + 8));
    FloatVector s3 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 3 * 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 3 * 16 + 8));
    FloatVector s4 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 4 * 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 4 * 16 + 8));
    FloatVector s5 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 5 * 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 5 * 16 + 8));
    FloatVector s6 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 6 * 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 6 * 16 + 8));
    FloatVector s7 =
        FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 7 * 16)
            .add(FloatVector.fromArray(VectorPackF32.EIGHT, lanes, at + 7 * 16 + 8));
    FloatVector t0 = low.selectFrom(s0, s4).add(high.selectFrom(s0, s4));
    FloatVector t1 = low.selectFrom(s1, s5).add(high.selectFrom(s1, s5));
    FloatVector t2 = low.selectFrom(s2, s6).add(high.selectFrom(s2, s6));
    FloatVector t3 = low.selectFrom(s3, s7).add(high.selectFrom(s3, s7));
    FloatVector u0 = low.selectFrom(t0, t2).add(high.selectFrom(t0, t2));
    FloatVector u1 = low.selectFrom(t1, t3).add(high.selectFrom(t1, t3));
    low.selectFrom(u0, u1).add(high.selectFrom(u0, u1)).intoArray(sums, to);
  }
}
