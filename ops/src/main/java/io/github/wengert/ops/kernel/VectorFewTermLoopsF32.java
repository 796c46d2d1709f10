package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF32.L;
import static io.github.wengert.ops.kernel.VectorTilesF32.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of products of {@linkplain VectorFewTermsF32 few terms}: {@code C ← S + A ·
 * B} for as many elements of C as there are, all their terms at once.
 *
 * <p>Where a {@linkplain VectorTilesF32 tile} keeps its sums in registers while k runs, these keep
 * a factor there: strips go down C with one or two vectors of B for each term, a band goes to the
 * right with elements of A, each spread over a vector.
 *
 * <p>The terms are no loop, because one of so few turns takes longer to enter than to run. They are
 * written out, and those that a product lacks are skipped, which is the same in each turn and so
 * costs next to nothing. The registers of the terms that it lacks hold its last one.
 */
final class VectorFewTermLoopsF32 {
  /** The fewest terms that a product may have, and the most. */
  static final int FEWEST_TERMS = 2;

  static final int MOST_TERMS = 8;

  /** How many rows a band has. */
  static final int BAND = 2;

  private VectorFewTermLoopsF32() {}

  /**
   * Computes a strip of C that is as wide as a vector, from its first row to its last.
   *
   * @param terms the length of the sums, from {@link #FEWEST_TERMS} to {@link #MOST_TERMS}
   * @param aRow how far rows of A are apart; its columns are {@code aStep} apart
   * @param bStep how far rows of B are apart
   * @param s what the sums start from
   * @param sRow how far rows of S are apart; 0 for one row that serves all
   * @param cRow how far rows of C are apart
   */
  static void strip(
      int terms,
      int rows,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      int sRow,
      float[] c,
      int cAt,
      int cRow) {
    int last = terms - 1;
    FloatVector y0 = FloatVector.fromArray(LANES, b, bAt);
    FloatVector y1 = FloatVector.fromArray(LANES, b, bAt + bStep);
    FloatVector y2 = FloatVector.fromArray(LANES, b, bAt + Math.min(2, last) * bStep);
    FloatVector y3 = FloatVector.fromArray(LANES, b, bAt + Math.min(3, last) * bStep);
    FloatVector y4 = FloatVector.fromArray(LANES, b, bAt + Math.min(4, last) * bStep);
    FloatVector y5 = FloatVector.fromArray(LANES, b, bAt + Math.min(5, last) * bStep);
    FloatVector y6 = FloatVector.fromArray(LANES, b, bAt + Math.min(6, last) * bStep);
    FloatVector y7 = FloatVector.fromArray(LANES, b, bAt + Math.min(7, last) * bStep);
    for (int i = 0; i < rows; i++) {
      int ai = aAt + i * aRow;
      FloatVector sum = FloatVector.fromArray(LANES, s, sAt + i * sRow);
      sum = FloatVector.broadcast(LANES, a[ai]).fma(y0, sum);
      sum = FloatVector.broadcast(LANES, a[ai + aStep]).fma(y1, sum);
      if (terms > 2) {
        sum = FloatVector.broadcast(LANES, a[ai + 2 * aStep]).fma(y2, sum);
      }
      if (terms > 3) {
        sum = FloatVector.broadcast(LANES, a[ai + 3 * aStep]).fma(y3, sum);
      }
      if (terms > 4) {
        sum = FloatVector.broadcast(LANES, a[ai + 4 * aStep]).fma(y4, sum);
      }
      if (terms > 5) {
        sum = FloatVector.broadcast(LANES, a[ai + 5 * aStep]).fma(y5, sum);
      }
      if (terms > 6) {
        sum = FloatVector.broadcast(LANES, a[ai + 6 * aStep]).fma(y6, sum);
      }
      if (terms > 7) {
        sum = FloatVector.broadcast(LANES, a[ai + 7 * aStep]).fma(y7, sum);
      }
      sum.intoArray(c, cAt + i * cRow);
    }
  }

  /**
   * Computes two strips of C side by side.
   *
   * @param terms the length of the sums, from {@link #FEWEST_TERMS} to {@link #MOST_TERMS}
   * @param aRow how far rows of A are apart; its columns are {@code aStep} apart
   * @param bStep how far rows of B are apart
   * @param s what the sums start from
   * @param sRow how far rows of S are apart; 0 for one row that serves all
   * @param cRow how far rows of C are apart
   */
  static void twoStrips(
      int terms,
      int rows,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      int sRow,
      float[] c,
      int cAt,
      int cRow) {
    int last = terms - 1;
    FloatVector y0 = FloatVector.fromArray(LANES, b, bAt);
    FloatVector z0 = FloatVector.fromArray(LANES, b, bAt + L);
    int b1 = bAt + bStep;
    FloatVector y1 = FloatVector.fromArray(LANES, b, b1);
    FloatVector z1 = FloatVector.fromArray(LANES, b, b1 + L);
    int b2 = bAt + Math.min(2, last) * bStep;
    FloatVector y2 = FloatVector.fromArray(LANES, b, b2);
    FloatVector z2 = FloatVector.fromArray(LANES, b, b2 + L);
    int b3 = bAt + Math.min(3, last) * bStep;
    FloatVector y3 = FloatVector.fromArray(LANES, b, b3);
    FloatVector z3 = FloatVector.fromArray(LANES, b, b3 + L);
    int b4 = bAt + Math.min(4, last) * bStep;
    FloatVector y4 = FloatVector.fromArray(LANES, b, b4);
    FloatVector z4 = FloatVector.fromArray(LANES, b, b4 + L);
    int b5 = bAt + Math.min(5, last) * bStep;
    FloatVector y5 = FloatVector.fromArray(LANES, b, b5);
    FloatVector z5 = FloatVector.fromArray(LANES, b, b5 + L);
    int b6 = bAt + Math.min(6, last) * bStep;
    FloatVector y6 = FloatVector.fromArray(LANES, b, b6);
    FloatVector z6 = FloatVector.fromArray(LANES, b, b6 + L);
    int b7 = bAt + Math.min(7, last) * bStep;
    FloatVector y7 = FloatVector.fromArray(LANES, b, b7);
    FloatVector z7 = FloatVector.fromArray(LANES, b, b7 + L);
    for (int i = 0; i < rows; i++) {
      int ai = aAt + i * aRow;
      int si = sAt + i * sRow;
      int ci = cAt + i * cRow;
      FloatVector s0 = FloatVector.fromArray(LANES, s, si);
      FloatVector s1 = FloatVector.fromArray(LANES, s, si + L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[ai]);
      s0 = x0.fma(y0, s0);
      s1 = x0.fma(z0, s1);
      FloatVector x1 = FloatVector.broadcast(LANES, a[ai + aStep]);
      s0 = x1.fma(y1, s0);
      s1 = x1.fma(z1, s1);
      if (terms > 2) {
        FloatVector x2 = FloatVector.broadcast(LANES, a[ai + 2 * aStep]);
        s0 = x2.fma(y2, s0);
        s1 = x2.fma(z2, s1);
      }
      if (terms > 3) {
        FloatVector x3 = FloatVector.broadcast(LANES, a[ai + 3 * aStep]);
        s0 = x3.fma(y3, s0);
        s1 = x3.fma(z3, s1);
      }
      if (terms > 4) {
        FloatVector x4 = FloatVector.broadcast(LANES, a[ai + 4 * aStep]);
        s0 = x4.fma(y4, s0);
        s1 = x4.fma(z4, s1);
      }
      if (terms > 5) {
        FloatVector x5 = FloatVector.broadcast(LANES, a[ai + 5 * aStep]);
        s0 = x5.fma(y5, s0);
        s1 = x5.fma(z5, s1);
      }
      if (terms > 6) {
        FloatVector x6 = FloatVector.broadcast(LANES, a[ai + 6 * aStep]);
        s0 = x6.fma(y6, s0);
        s1 = x6.fma(z6, s1);
      }
      if (terms > 7) {
        FloatVector x7 = FloatVector.broadcast(LANES, a[ai + 7 * aStep]);
        s0 = x7.fma(y7, s0);
        s1 = x7.fma(z7, s1);
      }
      s0.intoArray(c, ci);
      s1.intoArray(c, ci + L);
    }
  }

  /**
   * Computes a band of C, two rows from the left to the right.
   *
   * @param terms the length of the sums, from {@link #FEWEST_TERMS} to {@link #MOST_TERMS}
   * @param columns a multiple of a vector's length
   * @param aRow how far rows of A are apart; its columns are {@code aStep} apart
   * @param bStep how far rows of B are apart
   * @param s what the sums start from
   * @param sRow how far rows of S are apart; 0 for one row that serves all
   * @param sColumn how far columns of S are apart: 1, or 0 for one vector that serves all
   * @param cRow how far rows of C are apart
   */
  static void band(
      int terms,
      int columns,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      int sRow,
      int sColumn,
      float[] c,
      int cAt,
      int cRow) {
    int last = terms - 1;
    int a1 = aAt + aStep;
    int b1 = bAt + bStep;
    int a2 = aAt + Math.min(2, last) * aStep;
    int b2 = bAt + Math.min(2, last) * bStep;
    int a3 = aAt + Math.min(3, last) * aStep;
    int b3 = bAt + Math.min(3, last) * bStep;
    int a4 = aAt + Math.min(4, last) * aStep;
    int b4 = bAt + Math.min(4, last) * bStep;
    int a5 = aAt + Math.min(5, last) * aStep;
    int b5 = bAt + Math.min(5, last) * bStep;
    int a6 = aAt + Math.min(6, last) * aStep;
    int b6 = bAt + Math.min(6, last) * bStep;
    int a7 = aAt + Math.min(7, last) * aStep;
    int b7 = bAt + Math.min(7, last) * bStep;
    FloatVector x00 = FloatVector.broadcast(LANES, a[aAt]);
    FloatVector x01 = FloatVector.broadcast(LANES, a[a1]);
    FloatVector x02 = FloatVector.broadcast(LANES, a[a2]);
    FloatVector x03 = FloatVector.broadcast(LANES, a[a3]);
    FloatVector x04 = FloatVector.broadcast(LANES, a[a4]);
    FloatVector x05 = FloatVector.broadcast(LANES, a[a5]);
    FloatVector x06 = FloatVector.broadcast(LANES, a[a6]);
    FloatVector x07 = FloatVector.broadcast(LANES, a[a7]);
    FloatVector x10 = FloatVector.broadcast(LANES, a[aAt + aRow]);
    FloatVector x11 = FloatVector.broadcast(LANES, a[a1 + aRow]);
    FloatVector x12 = FloatVector.broadcast(LANES, a[a2 + aRow]);
    FloatVector x13 = FloatVector.broadcast(LANES, a[a3 + aRow]);
    FloatVector x14 = FloatVector.broadcast(LANES, a[a4 + aRow]);
    FloatVector x15 = FloatVector.broadcast(LANES, a[a5 + aRow]);
    FloatVector x16 = FloatVector.broadcast(LANES, a[a6 + aRow]);
    FloatVector x17 = FloatVector.broadcast(LANES, a[a7 + aRow]);
    int s1 = sAt + sRow;
    int c1 = cAt + cRow;
    for (int j = 0; j < columns; j += L) {
      FloatVector y0 = FloatVector.fromArray(LANES, b, bAt + j);
      FloatVector sum0 = x00.fma(y0, FloatVector.fromArray(LANES, s, sAt + j * sColumn));
      FloatVector sum1 = x10.fma(y0, FloatVector.fromArray(LANES, s, s1 + j * sColumn));
      FloatVector y1 = FloatVector.fromArray(LANES, b, b1 + j);
      sum0 = x01.fma(y1, sum0);
      sum1 = x11.fma(y1, sum1);
      if (terms > 2) {
        FloatVector y2 = FloatVector.fromArray(LANES, b, b2 + j);
        sum0 = x02.fma(y2, sum0);
        sum1 = x12.fma(y2, sum1);
      }
      if (terms > 3) {
        FloatVector y3 = FloatVector.fromArray(LANES, b, b3 + j);
        sum0 = x03.fma(y3, sum0);
        sum1 = x13.fma(y3, sum1);
      }
      if (terms > 4) {
        FloatVector y4 = FloatVector.fromArray(LANES, b, b4 + j);
        sum0 = x04.fma(y4, sum0);
        sum1 = x14.fma(y4, sum1);
      }
      if (terms > 5) {
        FloatVector y5 = FloatVector.fromArray(LANES, b, b5 + j);
        sum0 = x05.fma(y5, sum0);
        sum1 = x15.fma(y5, sum1);
      }
      if (terms > 6) {
        FloatVector y6 = FloatVector.fromArray(LANES, b, b6 + j);
        sum0 = x06.fma(y6, sum0);
        sum1 = x16.fma(y6, sum1);
      }
      if (terms > 7) {
        FloatVector y7 = FloatVector.fromArray(LANES, b, b7 + j);
        sum0 = x07.fma(y7, sum0);
        sum1 = x17.fma(y7, sum1);
      }
      sum0.intoArray(c, cAt + j);
      sum1.intoArray(c, c1 + j);
    }
  }
}
