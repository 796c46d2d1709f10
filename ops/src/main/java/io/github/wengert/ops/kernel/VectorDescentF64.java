package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

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

  private static final int WIDTH = WIDEST * L;

  /** The rows at a time: they fill tiles of 6. */
  private static final int FEW_ROWS = 24;

  /** The most columns at a time. */
  private static final int COLUMNS = 4096;

  private static final int SHORTEST = 16;

  /** With longer sums, rows of A do not find room in the first cache, nor does it matter much. */
  private static final int LONGEST = 512;

  /** With fewer weights than this, a gradient stays in the cache anyway. */
  private static final int FEWEST = 1 << 16;

  private static final ScratchPool<Scratch> SCRATCH = new ScratchPool<>(Scratch::new);

  private static final class Scratch {
    /** Some rows of A: its columns one behind the other, as they are stored, but without gaps. */
    final double[] strip = new double[LONGEST * FEW_ROWS + L];

    final double[] gradient = new double[FEW_ROWS * COLUMNS];
  }

  /** Whether a step along a product of this size takes less time than both after each other. */
  static boolean suits(int m, int k, int n) {
    return k >= SHORTEST && k <= LONGEST && Math.min(m, n) >= SHORTEST && (long) m * n >= FEWEST;
  }

  /** Makes the step. */
  void run() {
    int parts = Workers.partsFor(2L * m * k * n);
    Workers.run(
        parts,
        p -> {
          int top = VectorMatmulF64.cut(m, FEW_ROWS, p, parts);
          rows(top, VectorMatmulF64.cut(m, FEW_ROWS, p + 1, parts));
        });
  }

  private void rows(int top, int bottom) {
    Scratch scratch = SCRATCH.borrow();
    MatrixF64 strip = new MatrixF64(scratch.strip, 0, 1, FEW_ROWS);
    int most = Math.min(COLUMNS, PanelsF64.MANY / k / WIDTH * WIDTH);
    boolean inPlace = bottom - top < VectorMatmulF64.ROWS_WORTH_A_COPY;
    double[] copies = PanelsF64.borrow(PanelsF64.room(Math.min(most, n), k, inPlace));
    for (int j = 0; j < n; j += most) {
      int columns = Math.min(most, n - j);
      PanelsF64 panels = new PanelsF64(b.from(0, j), columns, k, inPlace, copies, 0);
      panels.pack();
      MatrixF64 g = new MatrixF64(scratch.gradient, 0, PanelsF64.widthOf(columns), 1);
      for (int i = top; i < bottom; i += FEW_ROWS) {
        int rows = Math.min(FEW_ROWS, bottom - i);
        copy(i, rows, strip.array());
        panels.multiply(rows, strip, MatrixF64.ZERO, g);
        for (int r = 0; r < rows; r++) {
          descend(w.array(), w.index(i + r, j), g.array(), g.index(r, 0), columns, by);
        }
      }
    }
    SCRATCH.giveBack(scratch);
    PanelsF64.giveBack(copies);
  }

  /** Copies rows of A; what whole vectors write behind them is overwritten by the next columns. */
  private void copy(int i, int rows, double[] strip) {
    double[] from = a.array();
    int at = a.index(i, 0);
    int safe = VectorPackF64.readable(from, at, a.column(), k, Math.ceilDiv(FEW_ROWS, L) * L);
    for (int l = 0; l < safe; l++) {
      for (int r = 0; r < FEW_ROWS; r += L) {
        DoubleVector.fromArray(SPECIES, from, at + l * a.column() + r)
            .intoArray(strip, l * FEW_ROWS + r);
      }
    }
    for (int l = safe; l < k; l++) {
      System.arraycopy(from, at + l * a.column(), strip, l * FEW_ROWS, rows);
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
