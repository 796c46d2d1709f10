package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products {@code C ← A · B} of one term or of one row, by vectors along the rows of B, which is
 * read where it stands: what a single sample leaves of the gradients of a layer. Each element is
 * one chain of fused multiply-adds from 0, as in every other product.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 */
final class VectorThinF64 {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LENGTH = SPECIES.length();

  /** Longer rows are computed one after the other, shorter ones in strips. */
  private static final int LONG = 128;

  /** So many rows are computed column by column while they are in the first cache. */
  private static final int BAND = 64;

  /** Up to so many elements of B, one row is not worth a tile. */
  private static final int LARGEST = 1024;

  private VectorThinF64() {}

  /**
   * Computes a product if it is of one term, or of one row and a small matrix that is stored row by
   * row; returns whether it was. The other factor is contiguous then, transposed or not.
   */
  static boolean run(
      boolean transposeB,
      int m,
      int k,
      int n,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] c,
      int cAt) {
    if (k == 1 && n > 0 && Workers.partsFor(2L * m * n) == 1) {
      outerProduct(m, n, a, aAt, b, bAt, c, cAt);
      return true;
    }
    if (m == 1 && n > 1 && !transposeB && (long) k * n <= LARGEST) {
      rowTimesMatrix(k, n, a, aAt, b, bAt, c, cAt);
      return true;
    }
    return false;
  }

  /** Computes a column times a row, {@code [m, 1] · [1, n]}. */
  private static void outerProduct(
      int m, int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    if (n < LENGTH) {
      outerProductOfFew(m, n, a, aAt, b, bAt, c, cAt);
      return;
    }
    for (int i = 0; i < m; i += BAND) {
      outerProductOfBand(Math.min(BAND, m - i), n, a, aAt + i, b, bAt, c, cAt + i * n);
    }
  }

  /**
   * Writes rows that are shorter than a vector as vectors, one after the other: what a row writes
   * too much is where the next ones come to stand. The last rows have no room for that.
   */
  private static void outerProductOfFew(
      int m, int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    double[] padded = new double[LENGTH];
    System.arraycopy(b, bAt, padded, 0, n);
    DoubleVector row = DoubleVector.fromArray(SPECIES, padded, 0);
    int whole = Math.max(0, m - Math.ceilDiv(LENGTH, n) + 1);
    for (int i = 0; i < whole; i++) {
      row.fma(a[aAt + i], 0).intoArray(c, cAt + i * n);
    }
    for (int j = 0; j < n; j++) {
      for (int i = whole; i < m; i++) {
        c[cAt + i * n + j] = Math.fma(padded[j], a[aAt + i], 0);
      }
    }
  }

  /** Computes rows of a vector or more; the last vector overlaps the one before it. */
  private static void outerProductOfBand(
      int m, int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    if (n < LONG) {
      for (int j = 0; j < n; j += LENGTH) {
        int from = Math.min(j, n - LENGTH);
        DoubleVector row = DoubleVector.fromArray(SPECIES, b, bAt + from);
        int to = cAt + from;
        for (int i = 0; i < m; i++) {
          row.fma(a[aAt + i], 0).intoArray(c, to + i * n);
        }
      }
      return;
    }
    int whole = SPECIES.loopBound(n);
    int last = n - LENGTH;
    for (int i = 0; i < m; i++) {
      double factor = a[aAt + i];
      int to = cAt + i * n;
      for (int j = 0; j < whole; j += LENGTH) {
        DoubleVector.fromArray(SPECIES, b, bAt + j).fma(factor, 0).intoArray(c, to + j);
      }
      DoubleVector.fromArray(SPECIES, b, bAt + last).fma(factor, 0).intoArray(c, to + last);
    }
  }

  /** Computes a row times a matrix, {@code [1, k] · [k, n]}. */
  private static void rowTimesMatrix(
      int k, int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LENGTH) {
      DoubleVector sums = DoubleVector.zero(SPECIES);
      int from = bAt + j;
      for (int l = 0; l < k; l++) {
        sums =
            DoubleVector.fromArray(SPECIES, b, from + l * n)
                .fma(DoubleVector.broadcast(SPECIES, a[aAt + l]), sums);
      }
      sums.intoArray(c, cAt + j);
    }
    for (int j = whole; j < n; j++) {
      double sum = 0;
      for (int l = 0; l < k; l++) {
        sum = Math.fma(a[aAt + l], b[bAt + j + l * n], sum);
      }
      c[cAt + j] = sum;
    }
  }
}
