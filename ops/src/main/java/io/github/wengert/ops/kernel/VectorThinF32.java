package io.github.wengert.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products {@code C ← A · B} of one term or of one row, by vectors along the rows of B, which is
 * read where it stands: what a single sample leaves of the gradients of a layer. Each element is
 * one chain of fused multiply-adds from 0, as in every other product.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 */
final class VectorThinF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = SPECIES.length();

  /** Longer rows are computed one after the other, shorter ones in strips. */
  private static final int LONG = 128;

  private VectorThinF32() {}

  /** Computes a column times a row, {@code [m, 1] · [1, n]}; the columns of b are neighbours. */
  static void outerProduct(int m, int n, MatrixF32 a, MatrixF32 b, MatrixF32 c) {
    float[] factors = a.array();
    float[] x = b.array();
    float[] y = c.array();
    int whole = SPECIES.loopBound(n);
    if (n < LONG) {
      for (int j = 0; j < whole; j += LENGTH) {
        FloatVector row = FloatVector.fromArray(SPECIES, x, b.at() + j);
        int to = c.at() + j;
        for (int i = 0; i < m; i++) {
          row.fma(factors[a.at() + i * a.row()], 0).intoArray(y, to + i * c.row());
        }
      }
    } else {
      for (int i = 0; i < m; i++) {
        float factor = factors[a.at() + i * a.row()];
        int to = c.at() + i * c.row();
        for (int j = 0; j < whole; j += LENGTH) {
          FloatVector.fromArray(SPECIES, x, b.at() + j).fma(factor, 0).intoArray(y, to + j);
        }
      }
    }
    for (int i = 0; whole < n && i < m; i++) {
      float factor = factors[a.at() + i * a.row()];
      int to = c.at() + i * c.row();
      for (int j = whole; j < n; j++) {
        y[to + j] = Math.fma(x[b.at() + j], factor, 0);
      }
    }
  }

  /** Computes a row times a matrix, {@code [1, k] · [k, n]}; the columns of b are neighbours. */
  static void rowTimesMatrix(int k, int n, MatrixF32 a, MatrixF32 b, MatrixF32 c) {
    float[] factors = a.array();
    float[] x = b.array();
    float[] y = c.array();
    int whole = SPECIES.loopBound(n);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector sums = FloatVector.zero(SPECIES);
      int from = b.at() + j;
      for (int l = 0; l < k; l++) {
        sums =
            FloatVector.fromArray(SPECIES, x, from + l * b.row())
                .fma(FloatVector.broadcast(SPECIES, factors[a.at() + l * a.column()]), sums);
      }
      sums.intoArray(y, c.at() + j);
    }
    for (int j = whole; j < n; j++) {
      float sum = 0;
      for (int l = 0; l < k; l++) {
        sum = Math.fma(factors[a.at() + l * a.column()], x[b.at() + j + l * b.row()], sum);
      }
      y[c.at() + j] = sum;
    }
  }
}
