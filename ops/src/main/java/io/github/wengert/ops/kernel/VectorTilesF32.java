package io.github.wengert.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of matrix products: {@code C ← S + A · B} for a tile of C that stays in
 * registers while k runs.
 *
 * <p>A tile of r rows and v vectors has r · v sums. Each step of k loads v vectors of B, and
 * spreads r elements of A over a vector each; an element of C is one chain of fused multiply-adds,
 * whatever the tile. 6 × 4 tiles, the largest, need 24 sums, 4 vectors of B and one of A: all but
 * three of the 32 registers that 512-bit vectors come with. With 16 registers, 6 × 2 is the
 * largest.
 *
 * <p>The bodies are written out because vectors live in registers only as long as they are local
 * variables; arrays of them, or loops over them, would put each into an object. Everything else,
 * such as ragged edges, is kept out of these methods: the client compiler gives up on bodies much
 * larger, and what it gives up on may never get to the optimizing compiler.
 */
final class VectorTilesF32 {
  static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  /** The number of lanes. */
  static final int L = LANES.length();

  /**
   * Tiles as wide as one vector are made of two halves: one of these can be computed in each cycle
   * for each element of A that is spread, where a whole vector would wait for the spreading. The
   * narrowest tiles are one half wide.
   */
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(LANES.vectorBitSize() / 2));

  /** The width of the narrowest tile. */
  static final int H = HALF.length();

  /** How many vectors the widest tile has. */
  static final int WIDEST = LANES.vectorBitSize() == 512 ? 4 : 2;

  /** How many rows the highest tile has, which is a narrow one. */
  static final int HIGHEST = 8;

  private VectorTilesF32() {}

  /**
   * {@code C ← S + A · B} for a tile of {@code rows} rows and {@code width} columns, kc steps of k.
   *
   * @param rows 6 (8 in a tile of one vector or a half), 4, 2 or 1
   * @param width a vector's number of lanes four times, twice, once, or a half of it
   * @param aRow how far rows of A are apart; its columns are {@code aStep} apart
   * @param bStep how far rows of B are apart
   * @param s what the sums start from: C itself for all but the first block of k
   * @param sRow how far rows of S are apart; 0 for one row that serves all
   * @param cRow how far rows of C are apart
   */
  static void multiply(
      int rows,
      int width,
      int kc,
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
    switch (rows * 16 + width / H) {
      case 6 * 16 + 8 ->
          tile6x4(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 4 * 16 + 8 ->
          tile4x4(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 2 * 16 + 8 ->
          tile2x4(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 1 * 16 + 8 -> tile1x4(kc, a, aAt, aStep, b, bAt, bStep, s, sAt, c, cAt);
      case 6 * 16 + 4 ->
          tile6x2(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 4 * 16 + 4 ->
          tile4x2(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 2 * 16 + 4 ->
          tile2x2(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 1 * 16 + 4 -> tile1x2(kc, a, aAt, aStep, b, bAt, bStep, s, sAt, c, cAt);
      case 8 * 16 + 2 ->
          narrow8(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 4 * 16 + 2 ->
          narrow4(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 2 * 16 + 2 ->
          narrow2(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 1 * 16 + 2 -> narrow1(kc, a, aAt, aStep, b, bAt, bStep, s, sAt, c, cAt);
      case 8 * 16 + 1 -> {
        if (aStep == 1) {
          halfOfRows8(kc, a, aAt, aRow, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
        } else {
          half8(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
        }
      }
      case 4 * 16 + 1 -> half4(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 2 * 16 + 1 -> half2(kc, a, aAt, aRow, aStep, b, bAt, bStep, s, sAt, sRow, c, cAt, cRow);
      case 1 * 16 + 1 -> half1(kc, a, aAt, aStep, b, bAt, bStep, s, sAt, c, cAt);
      default ->
          throw new IllegalArgumentException(
              "no tile of %d rows and %d columns".formatted(rows, width));
    }
  }

  private static void tile6x4(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int s4 = s3 + sRow;
    int s5 = s4 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s02 = FloatVector.fromArray(LANES, s, sAt + 2 * L);
    FloatVector s03 = FloatVector.fromArray(LANES, s, sAt + 3 * L);
    FloatVector s10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector s11 = FloatVector.fromArray(LANES, s, s1 + L);
    FloatVector s12 = FloatVector.fromArray(LANES, s, s1 + 2 * L);
    FloatVector s13 = FloatVector.fromArray(LANES, s, s1 + 3 * L);
    FloatVector s20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector s21 = FloatVector.fromArray(LANES, s, s2 + L);
    FloatVector s22 = FloatVector.fromArray(LANES, s, s2 + 2 * L);
    FloatVector s23 = FloatVector.fromArray(LANES, s, s2 + 3 * L);
    FloatVector s30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector s31 = FloatVector.fromArray(LANES, s, s3 + L);
    FloatVector s32 = FloatVector.fromArray(LANES, s, s3 + 2 * L);
    FloatVector s33 = FloatVector.fromArray(LANES, s, s3 + 3 * L);
    FloatVector s40 = FloatVector.fromArray(LANES, s, s4);
    FloatVector s41 = FloatVector.fromArray(LANES, s, s4 + L);
    FloatVector s42 = FloatVector.fromArray(LANES, s, s4 + 2 * L);
    FloatVector s43 = FloatVector.fromArray(LANES, s, s4 + 3 * L);
    FloatVector s50 = FloatVector.fromArray(LANES, s, s5);
    FloatVector s51 = FloatVector.fromArray(LANES, s, s5 + L);
    FloatVector s52 = FloatVector.fromArray(LANES, s, s5 + 2 * L);
    FloatVector s53 = FloatVector.fromArray(LANES, s, s5 + 3 * L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bk + 2 * L);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bk + 3 * L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
      FloatVector x4 = FloatVector.broadcast(LANES, a[a4 + ak]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      s43 = x4.fma(b3, s43);
      FloatVector x5 = FloatVector.broadcast(LANES, a[a5 + ak]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      s53 = x5.fma(b3, s53);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s02.intoArray(c, cAt + 2 * L);
    s03.intoArray(c, cAt + 3 * L);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L);
    s12.intoArray(c, c1 + 2 * L);
    s13.intoArray(c, c1 + 3 * L);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L);
    s22.intoArray(c, c2 + 2 * L);
    s23.intoArray(c, c2 + 3 * L);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L);
    s32.intoArray(c, c3 + 2 * L);
    s33.intoArray(c, c3 + 3 * L);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + L);
    s42.intoArray(c, c4 + 2 * L);
    s43.intoArray(c, c4 + 3 * L);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + L);
    s52.intoArray(c, c5 + 2 * L);
    s53.intoArray(c, c5 + 3 * L);
  }

  private static void tile4x4(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s02 = FloatVector.fromArray(LANES, s, sAt + 2 * L);
    FloatVector s03 = FloatVector.fromArray(LANES, s, sAt + 3 * L);
    FloatVector s10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector s11 = FloatVector.fromArray(LANES, s, s1 + L);
    FloatVector s12 = FloatVector.fromArray(LANES, s, s1 + 2 * L);
    FloatVector s13 = FloatVector.fromArray(LANES, s, s1 + 3 * L);
    FloatVector s20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector s21 = FloatVector.fromArray(LANES, s, s2 + L);
    FloatVector s22 = FloatVector.fromArray(LANES, s, s2 + 2 * L);
    FloatVector s23 = FloatVector.fromArray(LANES, s, s2 + 3 * L);
    FloatVector s30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector s31 = FloatVector.fromArray(LANES, s, s3 + L);
    FloatVector s32 = FloatVector.fromArray(LANES, s, s3 + 2 * L);
    FloatVector s33 = FloatVector.fromArray(LANES, s, s3 + 3 * L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bk + 2 * L);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bk + 3 * L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s02.intoArray(c, cAt + 2 * L);
    s03.intoArray(c, cAt + 3 * L);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L);
    s12.intoArray(c, c1 + 2 * L);
    s13.intoArray(c, c1 + 3 * L);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L);
    s22.intoArray(c, c2 + 2 * L);
    s23.intoArray(c, c2 + 3 * L);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L);
    s32.intoArray(c, c3 + 2 * L);
    s33.intoArray(c, c3 + 3 * L);
  }

  private static void tile2x4(
      int kc,
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
    int a1 = aAt + aRow;
    int s1 = sAt + sRow;
    int c1 = cAt + cRow;
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s02 = FloatVector.fromArray(LANES, s, sAt + 2 * L);
    FloatVector s03 = FloatVector.fromArray(LANES, s, sAt + 3 * L);
    FloatVector s10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector s11 = FloatVector.fromArray(LANES, s, s1 + L);
    FloatVector s12 = FloatVector.fromArray(LANES, s, s1 + 2 * L);
    FloatVector s13 = FloatVector.fromArray(LANES, s, s1 + 3 * L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bk + 2 * L);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bk + 3 * L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s02.intoArray(c, cAt + 2 * L);
    s03.intoArray(c, cAt + 3 * L);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L);
    s12.intoArray(c, c1 + 2 * L);
    s13.intoArray(c, c1 + 3 * L);
  }

  private static void tile1x4(
      int kc,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      float[] c,
      int cAt) {
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s02 = FloatVector.fromArray(LANES, s, sAt + 2 * L);
    FloatVector s03 = FloatVector.fromArray(LANES, s, sAt + 3 * L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bk + 2 * L);
      FloatVector b3 = FloatVector.fromArray(LANES, b, bk + 3 * L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s02.intoArray(c, cAt + 2 * L);
    s03.intoArray(c, cAt + 3 * L);
  }

  private static void tile6x2(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int s4 = s3 + sRow;
    int s5 = s4 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector s11 = FloatVector.fromArray(LANES, s, s1 + L);
    FloatVector s20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector s21 = FloatVector.fromArray(LANES, s, s2 + L);
    FloatVector s30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector s31 = FloatVector.fromArray(LANES, s, s3 + L);
    FloatVector s40 = FloatVector.fromArray(LANES, s, s4);
    FloatVector s41 = FloatVector.fromArray(LANES, s, s4 + L);
    FloatVector s50 = FloatVector.fromArray(LANES, s, s5);
    FloatVector s51 = FloatVector.fromArray(LANES, s, s5 + L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(LANES, a[a4 + ak]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(LANES, a[a5 + ak]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + L);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + L);
  }

  private static void tile4x2(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector s11 = FloatVector.fromArray(LANES, s, s1 + L);
    FloatVector s20 = FloatVector.fromArray(LANES, s, s2);
    FloatVector s21 = FloatVector.fromArray(LANES, s, s2 + L);
    FloatVector s30 = FloatVector.fromArray(LANES, s, s3);
    FloatVector s31 = FloatVector.fromArray(LANES, s, s3 + L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + L);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + L);
  }

  private static void tile2x2(
      int kc,
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
    int a1 = aAt + aRow;
    int s1 = sAt + sRow;
    int c1 = cAt + cRow;
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    FloatVector s10 = FloatVector.fromArray(LANES, s, s1);
    FloatVector s11 = FloatVector.fromArray(LANES, s, s1 + L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + L);
  }

  private static void tile1x2(
      int kc,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      float[] c,
      int cAt) {
    FloatVector s00 = FloatVector.fromArray(LANES, s, sAt);
    FloatVector s01 = FloatVector.fromArray(LANES, s, sAt + L);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + L);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + L);
  }

  private static void narrow8(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    int a6 = a5 + aRow;
    int a7 = a6 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int s4 = s3 + sRow;
    int s5 = s4 + sRow;
    int s6 = s5 + sRow;
    int s7 = s6 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    int c6 = c5 + cRow;
    int c7 = c6 + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s01 = FloatVector.fromArray(HALF, s, sAt + H);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    FloatVector s11 = FloatVector.fromArray(HALF, s, s1 + H);
    FloatVector s20 = FloatVector.fromArray(HALF, s, s2);
    FloatVector s21 = FloatVector.fromArray(HALF, s, s2 + H);
    FloatVector s30 = FloatVector.fromArray(HALF, s, s3);
    FloatVector s31 = FloatVector.fromArray(HALF, s, s3 + H);
    FloatVector s40 = FloatVector.fromArray(HALF, s, s4);
    FloatVector s41 = FloatVector.fromArray(HALF, s, s4 + H);
    FloatVector s50 = FloatVector.fromArray(HALF, s, s5);
    FloatVector s51 = FloatVector.fromArray(HALF, s, s5 + H);
    FloatVector s60 = FloatVector.fromArray(HALF, s, s6);
    FloatVector s61 = FloatVector.fromArray(HALF, s, s6 + H);
    FloatVector s70 = FloatVector.fromArray(HALF, s, s7);
    FloatVector s71 = FloatVector.fromArray(HALF, s, s7 + H);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector b1 = FloatVector.fromArray(HALF, b, bk + H);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(HALF, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(HALF, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(HALF, a[a4 + ak]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(HALF, a[a5 + ak]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      FloatVector x6 = FloatVector.broadcast(HALF, a[a6 + ak]);
      s60 = x6.fma(b0, s60);
      s61 = x6.fma(b1, s61);
      FloatVector x7 = FloatVector.broadcast(HALF, a[a7 + ak]);
      s70 = x7.fma(b0, s70);
      s71 = x7.fma(b1, s71);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + H);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + H);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + H);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + H);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + H);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + H);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + H);
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + H);
  }

  private static void narrow4(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s01 = FloatVector.fromArray(HALF, s, sAt + H);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    FloatVector s11 = FloatVector.fromArray(HALF, s, s1 + H);
    FloatVector s20 = FloatVector.fromArray(HALF, s, s2);
    FloatVector s21 = FloatVector.fromArray(HALF, s, s2 + H);
    FloatVector s30 = FloatVector.fromArray(HALF, s, s3);
    FloatVector s31 = FloatVector.fromArray(HALF, s, s3 + H);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector b1 = FloatVector.fromArray(HALF, b, bk + H);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(HALF, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(HALF, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + H);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + H);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + H);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + H);
  }

  private static void narrow2(
      int kc,
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
    int a1 = aAt + aRow;
    int s1 = sAt + sRow;
    int c1 = cAt + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s01 = FloatVector.fromArray(HALF, s, sAt + H);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    FloatVector s11 = FloatVector.fromArray(HALF, s, s1 + H);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector b1 = FloatVector.fromArray(HALF, b, bk + H);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + H);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + H);
  }

  private static void narrow1(
      int kc,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      float[] c,
      int cAt) {
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s01 = FloatVector.fromArray(HALF, s, sAt + H);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector b1 = FloatVector.fromArray(HALF, b, bk + H);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
    }
    s00.intoArray(c, cAt);
    s01.intoArray(c, cAt + H);
  }

  private static void half8(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    int a6 = a5 + aRow;
    int a7 = a6 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int s4 = s3 + sRow;
    int s5 = s4 + sRow;
    int s6 = s5 + sRow;
    int s7 = s6 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    int c6 = c5 + cRow;
    int c7 = c6 + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    FloatVector s20 = FloatVector.fromArray(HALF, s, s2);
    FloatVector s30 = FloatVector.fromArray(HALF, s, s3);
    FloatVector s40 = FloatVector.fromArray(HALF, s, s4);
    FloatVector s50 = FloatVector.fromArray(HALF, s, s5);
    FloatVector s60 = FloatVector.fromArray(HALF, s, s6);
    FloatVector s70 = FloatVector.fromArray(HALF, s, s7);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      FloatVector x2 = FloatVector.broadcast(HALF, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      FloatVector x3 = FloatVector.broadcast(HALF, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
      FloatVector x4 = FloatVector.broadcast(HALF, a[a4 + ak]);
      s40 = x4.fma(b0, s40);
      FloatVector x5 = FloatVector.broadcast(HALF, a[a5 + ak]);
      s50 = x5.fma(b0, s50);
      FloatVector x6 = FloatVector.broadcast(HALF, a[a6 + ak]);
      s60 = x6.fma(b0, s60);
      FloatVector x7 = FloatVector.broadcast(HALF, a[a7 + ak]);
      s70 = x7.fma(b0, s70);
    }
    s00.intoArray(c, cAt);
    s10.intoArray(c, c1);
    s20.intoArray(c, c2);
    s30.intoArray(c, c3);
    s40.intoArray(c, c4);
    s50.intoArray(c, c5);
    s60.intoArray(c, c6);
    s70.intoArray(c, c7);
  }

  /** Where columns of A are neighbours, it is known in advance that all of them are there. */
  private static void halfOfRows8(
      int kc,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      int sRow,
      float[] c,
      int cAt,
      int cRow) {
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    int a6 = a5 + aRow;
    int a7 = a6 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int s4 = s3 + sRow;
    int s5 = s4 + sRow;
    int s6 = s5 + sRow;
    int s7 = s6 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    int c6 = c5 + cRow;
    int c7 = c6 + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    FloatVector s20 = FloatVector.fromArray(HALF, s, s2);
    FloatVector s30 = FloatVector.fromArray(HALF, s, s3);
    FloatVector s40 = FloatVector.fromArray(HALF, s, s4);
    FloatVector s50 = FloatVector.fromArray(HALF, s, s5);
    FloatVector s60 = FloatVector.fromArray(HALF, s, s6);
    FloatVector s70 = FloatVector.fromArray(HALF, s, s7);
    for (int k = 0; k < kc; k++) {
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + k]);
      s00 = x0.fma(b0, s00);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + k]);
      s10 = x1.fma(b0, s10);
      FloatVector x2 = FloatVector.broadcast(HALF, a[a2 + k]);
      s20 = x2.fma(b0, s20);
      FloatVector x3 = FloatVector.broadcast(HALF, a[a3 + k]);
      s30 = x3.fma(b0, s30);
      FloatVector x4 = FloatVector.broadcast(HALF, a[a4 + k]);
      s40 = x4.fma(b0, s40);
      FloatVector x5 = FloatVector.broadcast(HALF, a[a5 + k]);
      s50 = x5.fma(b0, s50);
      FloatVector x6 = FloatVector.broadcast(HALF, a[a6 + k]);
      s60 = x6.fma(b0, s60);
      FloatVector x7 = FloatVector.broadcast(HALF, a[a7 + k]);
      s70 = x7.fma(b0, s70);
    }
    s00.intoArray(c, cAt);
    s10.intoArray(c, c1);
    s20.intoArray(c, c2);
    s30.intoArray(c, c3);
    s40.intoArray(c, c4);
    s50.intoArray(c, c5);
    s60.intoArray(c, c6);
    s70.intoArray(c, c7);
  }

  private static void half4(
      int kc,
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
    int a1 = aAt + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int s1 = sAt + sRow;
    int s2 = s1 + sRow;
    int s3 = s2 + sRow;
    int c1 = cAt + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    FloatVector s20 = FloatVector.fromArray(HALF, s, s2);
    FloatVector s30 = FloatVector.fromArray(HALF, s, s3);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
      FloatVector x2 = FloatVector.broadcast(HALF, a[a2 + ak]);
      s20 = x2.fma(b0, s20);
      FloatVector x3 = FloatVector.broadcast(HALF, a[a3 + ak]);
      s30 = x3.fma(b0, s30);
    }
    s00.intoArray(c, cAt);
    s10.intoArray(c, c1);
    s20.intoArray(c, c2);
    s30.intoArray(c, c3);
  }

  private static void half2(
      int kc,
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
    int a1 = aAt + aRow;
    int s1 = sAt + sRow;
    int c1 = cAt + cRow;
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    FloatVector s10 = FloatVector.fromArray(HALF, s, s1);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
      FloatVector x1 = FloatVector.broadcast(HALF, a[a1 + ak]);
      s10 = x1.fma(b0, s10);
    }
    s00.intoArray(c, cAt);
    s10.intoArray(c, c1);
  }

  private static void half1(
      int kc,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      float[] s,
      int sAt,
      float[] c,
      int cAt) {
    FloatVector s00 = FloatVector.fromArray(HALF, s, sAt);
    for (int k = 0; k < kc; k++) {
      int ak = k * aStep;
      int bk = bAt + k * bStep;
      FloatVector b0 = FloatVector.fromArray(HALF, b, bk);
      FloatVector x0 = FloatVector.broadcast(HALF, a[aAt + ak]);
      s00 = x0.fma(b0, s00);
    }
    s00.intoArray(c, cAt);
  }
}
