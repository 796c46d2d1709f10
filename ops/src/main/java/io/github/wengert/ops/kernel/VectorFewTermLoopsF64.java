package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.LANES;

import jdk.incubator.vector.DoubleVector;

/**
 * The innermost loops of products of {@linkplain VectorFewTermsF64 few terms}: {@code C ← S + A ·
 * B} for as many elements of C as there are, all their terms at once.
 *
 * <p>Where a {@linkplain VectorTilesF64 tile} keeps its sums in registers while k runs, these keep
 * a factor there: strips go down C with one or two vectors of B for each term, a band goes to the
 * right with elements of A, each spread over a vector.
 *
 * <p>The terms are no loop, because one of so few turns takes longer to enter than to run. They are
 * written out, and those that a product lacks are skipped, which is the same in each turn and so
 * costs next to nothing. The registers of the terms that it lacks hold its last one.
 */
final class VectorFewTermLoopsF64 {
  /** The fewest terms that a product may have, and the most. */
  static final int FEWEST_TERMS = 2;

  static final int MOST_TERMS = 8;

  /** How many rows a band has. */
  static final int BAND = 2;

  private VectorFewTermLoopsF64() {}

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
      double[] a,
      int aAt,
      int aRow,
      int aStep,
      double[] b,
      int bAt,
      int bStep,
      double[] s,
      int sAt,
      int sRow,
      double[] c,
      int cAt,
      int cRow) {
    int last = terms - 1;
    DoubleVector y0 = DoubleVector.fromArray(LANES, b, bAt);
    DoubleVector y1 = DoubleVector.fromArray(LANES, b, bAt + bStep);
    DoubleVector y2 = DoubleVector.fromArray(LANES, b, bAt + Math.min(2, last) * bStep);
    DoubleVector y3 = DoubleVector.fromArray(LANES, b, bAt + Math.min(3, last) * bStep);
    DoubleVector y4 = DoubleVector.fromArray(LANES, b, bAt + Math.min(4, last) * bStep);
    DoubleVector y5 = DoubleVector.fromArray(LANES, b, bAt + Math.min(5, last) * bStep);
    DoubleVector y6 = DoubleVector.fromArray(LANES, b, bAt + Math.min(6, last) * bStep);
    DoubleVector y7 = DoubleVector.fromArray(LANES, b, bAt + Math.min(7, last) * bStep);
    for (int i = 0; i < rows; i++) {
      int ai = aAt + i * aRow;
      DoubleVector sum = DoubleVector.fromArray(LANES, s, sAt + i * sRow);
      sum = DoubleVector.broadcast(LANES, a[ai]).fma(y0, sum);
      sum = DoubleVector.broadcast(LANES, a[ai + aStep]).fma(y1, sum);
      if (terms > 2) {
        sum = DoubleVector.broadcast(LANES, a[ai + 2 * aStep]).fma(y2, sum);
      }
      if (terms > 3) {
        sum = DoubleVector.broadcast(LANES, a[ai + 3 * aStep]).fma(y3, sum);
      }
      if (terms > 4) {
        sum = DoubleVector.broadcast(LANES, a[ai + 4 * aStep]).fma(y4, sum);
      }
      if (terms > 5) {
        sum = DoubleVector.broadcast(LANES, a[ai + 5 * aStep]).fma(y5, sum);
      }
      if (terms > 6) {
        sum = DoubleVector.broadcast(LANES, a[ai + 6 * aStep]).fma(y6, sum);
      }
      if (terms > 7) {
        sum = DoubleVector.broadcast(LANES, a[ai + 7 * aStep]).fma(y7, sum);
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
      double[] a,
      int aAt,
      int aRow,
      int aStep,
      double[] b,
      int bAt,
      int bStep,
      double[] s,
      int sAt,
      int sRow,
      double[] c,
      int cAt,
      int cRow) {
    int last = terms - 1;
    DoubleVector y0 = DoubleVector.fromArray(LANES, b, bAt);
    DoubleVector z0 = DoubleVector.fromArray(LANES, b, bAt + L);
    int b1 = bAt + bStep;
    DoubleVector y1 = DoubleVector.fromArray(LANES, b, b1);
    DoubleVector z1 = DoubleVector.fromArray(LANES, b, b1 + L);
    int b2 = bAt + Math.min(2, last) * bStep;
    DoubleVector y2 = DoubleVector.fromArray(LANES, b, b2);
    DoubleVector z2 = DoubleVector.fromArray(LANES, b, b2 + L);
    int b3 = bAt + Math.min(3, last) * bStep;
    DoubleVector y3 = DoubleVector.fromArray(LANES, b, b3);
    DoubleVector z3 = DoubleVector.fromArray(LANES, b, b3 + L);
    int b4 = bAt + Math.min(4, last) * bStep;
    DoubleVector y4 = DoubleVector.fromArray(LANES, b, b4);
    DoubleVector z4 = DoubleVector.fromArray(LANES, b, b4 + L);
    int b5 = bAt + Math.min(5, last) * bStep;
    DoubleVector y5 = DoubleVector.fromArray(LANES, b, b5);
    DoubleVector z5 = DoubleVector.fromArray(LANES, b, b5 + L);
    int b6 = bAt + Math.min(6, last) * bStep;
    DoubleVector y6 = DoubleVector.fromArray(LANES, b, b6);
    DoubleVector z6 = DoubleVector.fromArray(LANES, b, b6 + L);
    int b7 = bAt + Math.min(7, last) * bStep;
    DoubleVector y7 = DoubleVector.fromArray(LANES, b, b7);
    DoubleVector z7 = DoubleVector.fromArray(LANES, b, b7 + L);
    for (int i = 0; i < rows; i++) {
      int ai = aAt + i * aRow;
      int si = sAt + i * sRow;
      int ci = cAt + i * cRow;
      DoubleVector s0 = DoubleVector.fromArray(LANES, s, si);
      DoubleVector s1 = DoubleVector.fromArray(LANES, s, si + L);
      DoubleVector x0 = DoubleVector.broadcast(LANES, a[ai]);
      s0 = x0.fma(y0, s0);
      s1 = x0.fma(z0, s1);
      DoubleVector x1 = DoubleVector.broadcast(LANES, a[ai + aStep]);
      s0 = x1.fma(y1, s0);
      s1 = x1.fma(z1, s1);
      if (terms > 2) {
        DoubleVector x2 = DoubleVector.broadcast(LANES, a[ai + 2 * aStep]);
        s0 = x2.fma(y2, s0);
        s1 = x2.fma(z2, s1);
      }
      if (terms > 3) {
        DoubleVector x3 = DoubleVector.broadcast(LANES, a[ai + 3 * aStep]);
        s0 = x3.fma(y3, s0);
        s1 = x3.fma(z3, s1);
      }
      if (terms > 4) {
        DoubleVector x4 = DoubleVector.broadcast(LANES, a[ai + 4 * aStep]);
        s0 = x4.fma(y4, s0);
        s1 = x4.fma(z4, s1);
      }
      if (terms > 5) {
        DoubleVector x5 = DoubleVector.broadcast(LANES, a[ai + 5 * aStep]);
        s0 = x5.fma(y5, s0);
        s1 = x5.fma(z5, s1);
      }
      if (terms > 6) {
        DoubleVector x6 = DoubleVector.broadcast(LANES, a[ai + 6 * aStep]);
        s0 = x6.fma(y6, s0);
        s1 = x6.fma(z6, s1);
      }
      if (terms > 7) {
        DoubleVector x7 = DoubleVector.broadcast(LANES, a[ai + 7 * aStep]);
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
      double[] a,
      int aAt,
      int aRow,
      int aStep,
      double[] b,
      int bAt,
      int bStep,
      double[] s,
      int sAt,
      int sRow,
      int sColumn,
      double[] c,
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
    DoubleVector x00 = DoubleVector.broadcast(LANES, a[aAt]);
    DoubleVector x01 = DoubleVector.broadcast(LANES, a[a1]);
    DoubleVector x02 = DoubleVector.broadcast(LANES, a[a2]);
    DoubleVector x03 = DoubleVector.broadcast(LANES, a[a3]);
    DoubleVector x04 = DoubleVector.broadcast(LANES, a[a4]);
    DoubleVector x05 = DoubleVector.broadcast(LANES, a[a5]);
    DoubleVector x06 = DoubleVector.broadcast(LANES, a[a6]);
    DoubleVector x07 = DoubleVector.broadcast(LANES, a[a7]);
    DoubleVector x10 = DoubleVector.broadcast(LANES, a[aAt + aRow]);
    DoubleVector x11 = DoubleVector.broadcast(LANES, a[a1 + aRow]);
    DoubleVector x12 = DoubleVector.broadcast(LANES, a[a2 + aRow]);
    DoubleVector x13 = DoubleVector.broadcast(LANES, a[a3 + aRow]);
    DoubleVector x14 = DoubleVector.broadcast(LANES, a[a4 + aRow]);
    DoubleVector x15 = DoubleVector.broadcast(LANES, a[a5 + aRow]);
    DoubleVector x16 = DoubleVector.broadcast(LANES, a[a6 + aRow]);
    DoubleVector x17 = DoubleVector.broadcast(LANES, a[a7 + aRow]);
    int s1 = sAt + sRow;
    int c1 = cAt + cRow;
    for (int j = 0; j < columns; j += L) {
      DoubleVector y0 = DoubleVector.fromArray(LANES, b, bAt + j);
      DoubleVector sum0 = x00.fma(y0, DoubleVector.fromArray(LANES, s, sAt + j * sColumn));
      DoubleVector sum1 = x10.fma(y0, DoubleVector.fromArray(LANES, s, s1 + j * sColumn));
      DoubleVector y1 = DoubleVector.fromArray(LANES, b, b1 + j);
      sum0 = x01.fma(y1, sum0);
      sum1 = x11.fma(y1, sum1);
      if (terms > 2) {
        DoubleVector y2 = DoubleVector.fromArray(LANES, b, b2 + j);
        sum0 = x02.fma(y2, sum0);
        sum1 = x12.fma(y2, sum1);
      }
      if (terms > 3) {
        DoubleVector y3 = DoubleVector.fromArray(LANES, b, b3 + j);
        sum0 = x03.fma(y3, sum0);
        sum1 = x13.fma(y3, sum1);
      }
      if (terms > 4) {
        DoubleVector y4 = DoubleVector.fromArray(LANES, b, b4 + j);
        sum0 = x04.fma(y4, sum0);
        sum1 = x14.fma(y4, sum1);
      }
      if (terms > 5) {
        DoubleVector y5 = DoubleVector.fromArray(LANES, b, b5 + j);
        sum0 = x05.fma(y5, sum0);
        sum1 = x15.fma(y5, sum1);
      }
      if (terms > 6) {
        DoubleVector y6 = DoubleVector.fromArray(LANES, b, b6 + j);
        sum0 = x06.fma(y6, sum0);
        sum1 = x16.fma(y6, sum1);
      }
      if (terms > 7) {
        DoubleVector y7 = DoubleVector.fromArray(LANES, b, b7 + j);
        sum0 = x07.fma(y7, sum0);
        sum1 = x17.fma(y7, sum1);
      }
      sum0.intoArray(c, cAt + j);
      sum1.intoArray(c, c1 + j);
    }
  }
}
