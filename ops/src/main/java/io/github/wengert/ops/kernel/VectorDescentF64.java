package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradient descent along a product {@code G = A · B}, {@code [m, k] · [k, n]}, that is never stored
 * as a whole: the gradient of a layer's weights, of which a step needs each element once.
 *
 * <p>G is computed block by block into scratch that stays in the second-level cache, and each block
 * is used up at once. So memory sees the weights only, and not a gradient of their size that is
 * written and read again. The results are those of the product and the step one after the other, to
 * the bit.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 *
 * @param b its columns are neighbours
 * @param w the weights: their columns are neighbours
 */
record VectorDescentF64(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 w, StepF64 by) {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** The size of a block; the last one of a row of blocks may be wider by {@link #REST}. */
  private static final int ROWS = 192;

  private static final int COLUMNS = 256;
  private static final int REST = 64;

  /** Between rows of copied columns: rows a power of two apart would meet in the first cache. */
  private static final int GAP = 16;

  /** The lengths of sums of which the columns of a block find room beside it. */
  private static final int SHORTEST = 16;

  private static final int LONGEST = 512;

  /** With fewer weights than this, a gradient stays in the cache anyway. */
  private static final int FEWEST = 1 << 16;

  /** From so many elements of A on, a copy of A gains more, and is for the product as a whole. */
  private static final int LARGEST = 1 << 18;

  private static final ScratchPool<Scratch> SCRATCH = new ScratchPool<>(Scratch::new);

  private static final class Scratch {
    final double[] columns = new double[LONGEST * (COLUMNS + REST + GAP)];
    final double[] block = new double[ROWS * (COLUMNS + REST)];
  }

  /** Whether a step along a product of this size takes less time than both after each other. */
  static boolean suits(int m, int k, int n) {
    return k >= SHORTEST
        && k <= LONGEST
        && Math.min(m, n) >= SHORTEST
        && (long) m * n >= FEWEST
        && (long) m * k < LARGEST;
  }

  /** Makes the step. */
  void run() {
    int parts = Workers.partsFor(2L * m * k * n);
    int share = Math.ceilDiv(m, parts);
    Workers.run(parts, p -> rows(Math.min(m, p * share), Math.min(m, (p + 1) * share)));
  }

  private void rows(int top, int bottom) {
    Scratch scratch = SCRATCH.borrow();
    int columns;
    for (int j = 0; j < n; j += columns) {
      columns = n - j <= COLUMNS + REST ? n - j : COLUMNS;
      MatrixF64 right =
          bottom - top <= ROWS ? b.from(0, j) : copy(b.from(0, j), columns, scratch.columns);
      for (int i = top; i < bottom; i += ROWS) {
        block(i, Math.min(ROWS, bottom - i), j, columns, right, scratch.block);
      }
    }
    SCRATCH.giveBack(scratch);
  }

  private MatrixF64 copy(MatrixF64 from, int columns, double[] to) {
    int step = columns + GAP;
    for (int l = 0; l < k; l++) {
      VectorPackF64.copy(from.array(), from.index(l, 0), to, l * step, columns);
    }
    return new MatrixF64(to, 0, step, 1);
  }

  private void block(int i, int rows, int j, int columns, MatrixF64 right, double[] block) {
    MatrixF64 g = new MatrixF64(block, 0, columns, 1);
    new VectorMatmulF64(rows, k, columns, a.from(i, 0), right, MatrixF64.ZERO, g).run();
    for (int r = 0; r < rows; r++) {
      descend(w.array(), w.index(i + r, j), block, r * columns, columns, by);
    }
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
