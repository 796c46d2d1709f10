package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradient descent along a product {@code G = A · B}, {@code [m, k] · [k, n]}, that is never stored
 * as a whole: the gradient of a layer's weights, of which a step needs each element once.
 *
 * <p>A few rows of G at a time are computed into scratch, and used up at once: so memory sees the
 * weights only, read and written from one end to the other, and not a gradient of their size. The
 * results are those of the product and the step one after the other, to the bit.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 *
 * @param a its rows are neighbours
 * @param b its columns are neighbours
 * @param w the weights: their columns are neighbours
 */
record VectorDescentF64(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 w, StepF64 by) {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private static final int SHORTEST = 16;

  /** With longer sums, rows of A do not find room in the first cache, nor does it matter much. */
  private static final int LONGEST = 512;

  /** With fewer weights than this, a gradient stays in the cache anyway. */
  private static final int FEWEST = 1 << 16;

  /** Whether a step along a product of this size takes less time than both after each other. */
  static boolean suits(int m, int k, int n) {
    return k >= SHORTEST && k <= LONGEST && Math.min(m, n) >= SHORTEST && (long) m * n >= FEWEST;
  }

  /** Makes the step. */
  void run() {
    VectorProductF64 product =
        new VectorProductF64(
            k,
            a,
            b,
            MatrixF64.ZERO,
            w,
            (piece, i, rows, j, columns) -> {
              for (int r = 0; r < rows; r++) {
                descend(
                    w.array(), w.index(i + r, j), piece.array(), piece.index(r, 0), columns, by);
              }
            });
    VectorMatmulF64.split(
        Workers.partsFor(2L * m * k * n),
        n,
        m,
        (left, right, top, bottom) -> product.compute(top, bottom, left, right));
  }

  /** Makes the step of gradient descent for n weights from {@code wAt} on. */
  static void descend(double[] w, int wAt, double[] g, int gAt, int n, StepF64 by) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += SPECIES.length()) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, w, wAt + i);
      DoubleVector slope =
          DoubleVector.fromArray(SPECIES, g, gAt + i).mul(by.scale()).add(x.mul(by.penalty()));
      x.sub(slope.add(x.mul(by.decay())).mul(by.rate())).intoArray(w, wAt + i);
    }
    for (int i = end; i < n; i++) {
      w[wAt + i] = by.descend(w[wAt + i], by.slope(w[wAt + i], g[gAt + i]));
    }
  }
}
