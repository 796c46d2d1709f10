package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Loops over {@code double[]} with the Vector API, where plain loops are not vectorised by the
 * compiler; the others are inherited. The results are those of the plain loops, to the bit. So each
 * {@linkplain Routine routine} may be computed by either, whenever it is asked for.
 *
 * <p>Classes of vectors are not even loaded before a routine is ready.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 */
final class VectorKernelsF64 extends ScalarKernelsF64 {
  /** Half of the widest vector; {@link VectorRowsF64#isLong} is about that of this machine. */
  private static final int FEWEST_ELEMENTS = LANES / 8;

  /** No descent along a product is worth it with fewer. */
  private static final int FEWEST_WEIGHTS = 1 << 16;

  private final RoutinesF64 ready;

  /** Makes kernels that compute by vectors from the start. */
  VectorKernelsF64() {
    this(null);
  }

  /**
   * Makes kernels that compute by plain loops until those by vectors are compiled.
   *
   * @param warmup who sees to it, or null if vectors are to compute from the start
   */
  VectorKernelsF64(@Nullable Warmup warmup) {
    ready = new RoutinesF64(warmup);
  }

  /** Returns what may be ready, for tests. */
  RoutinesF64 routines() {
    return ready;
  }

  @Override
  public boolean multipliesByVectors() {
    return ready.products.isAnyReady();
  }

  @Override
  public void reluVjp(double[] x, double[] g, double[] y, int n) {
    if (ready.reluVjp.isReady(n)) {
      VectorFunctionsF64.reluVjp(x, g, y, n);
    } else {
      super.reluVjp(x, g, y, n);
    }
  }

  /**
   * The loop that the compiler makes does the first and the last elements one by one, and in a
   * small net there are no others.
   */
  @Override
  void gradient(double[] w, double[] g, int from, int to, StepF64 by) {
    if (ready.gradient.isReady(to - from)) {
      VectorDescentF64.descend(w, from, g, from, to - from, by);
    } else {
      super.gradient(w, g, from, to, by);
    }
  }

  @Override
  public boolean descendsAlongProduct(int m, int k, int n) {
    // A few weights do not suit it anyway, and shall not have its class loaded.
    return (long) m * n >= FEWEST_WEIGHTS
        && VectorDescentF64.suits(m, k, n)
        && ready.products.isDescentReady(m, k, n);
  }

  @Override
  public void gradientStepAlongProduct(
      int m, int k, int n, double[] a, double[] b, double[] w, Step step) {
    if (!descendsAlongProduct(m, k, n)) {
      super.gradientStepAlongProduct(m, k, n, a, b, w, step);
      return;
    }
    new VectorDescentF64(
            m,
            k,
            n,
            MatrixF64.of(a, 0, m, k, true),
            MatrixF64.of(b, 0, k, n, false),
            MatrixF64.of(w, 0, m, n, false),
            StepF64.of(step))
        .run();
  }

  @Override
  public void matmul(
      boolean transposeA,
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
    if (!isThinReady(transposeB, m, k, n)
        || !VectorThinF64.run(transposeB, m, k, n, a, aAt, b, bAt, c, cAt)) {
      super.matmul(transposeA, transposeB, m, k, n, a, aAt, b, bAt, c, cAt);
    }
  }

  private boolean isThinReady(boolean transposeB, int m, int k, int n) {
    if (k == 1) {
      return ready.outerProduct.isReady((long) m * n, n);
    }
    return m == 1 && !transposeB && ready.rowTimesMatrix.isReady((long) k * n, n);
  }

  @Override
  void multiply(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
    VectorMatmulF64 product = new VectorMatmulF64(m, k, n, a, b, s, c);
    VectorMatmulF64.Way way = product.way();
    if (ready.products.isReady(product, way)) {
      product.run(way);
    } else {
      super.multiply(m, k, n, a, b, s, c);
    }
  }

  @Override
  void dots(
      int rows,
      int width,
      int k,
      double[] p,
      int pAt,
      int pStep,
      double[] q,
      DotsF64.Scratch scratch) {
    if (dotsOf(width).isReady((long) rows * width * k, k)) {
      VectorDotsF64.dots(rows, width, k, p, pAt, pStep, q, scratch);
    } else {
      super.dots(rows, width, k, p, pAt, pStep, q, scratch);
    }
  }

  @Override
  boolean transposesDots(int count, int k, int thin) {
    return !areDotsReady(count, k, thin) && super.transposesDots(count, k, thin);
  }

  /** Whether all blocks are ready that so many thin rows are cut into; asks for them otherwise. */
  private boolean areDotsReady(int count, int k, int thin) {
    long terms = (long) count * k;
    int rest = (thin + 1) % 4 - 1; // three are computed as four
    boolean inFours = thin < 3 || ready.dots4.isReady(terms * (thin - rest), k);
    return (rest < 1 || dotsOf(rest).isReady(terms * rest, k)) && inFours;
  }

  private Routine dotsOf(int width) {
    return width == 1 ? ready.dots1 : width == 2 ? ready.dots2 : ready.dots4;
  }

  @Override
  void rowsTimesRow(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    if (ready.rowsTimesRow.isReady((long) count * k, k)) {
      VectorDotsF64.rowsTimesRow(count, k, p, q, s, c);
    } else {
      super.rowsTimesRow(count, k, p, q, s, c);
    }
  }

  @Override
  void transpose(MatrixF64 x, int rows, int columns, double[] y) {
    if (!ready.transpose.isReady((long) rows * columns, columns)
        || !VectorPackF64.transpose(x, rows, columns, y, 0, rows)) {
      super.transpose(x, rows, columns, y);
    }
  }

  @Override
  public void select(double[] c, double[] a, double[] b, double[] y, int n) {
    if (ready.select.isReady(n)) {
      VectorFunctionsF64.select(c, a, b, y, n);
    } else {
      super.select(c, a, b, y, n);
    }
  }

  @Override
  public void exp(double[] x, double[] y, int n) {
    if (ready.exp.isReady(n)) {
      VectorFunctionsF64.exp(x, 0, y, 0, n);
    } else {
      super.exp(x, y, n);
    }
  }

  @Override
  public void log(double[] x, double[] y, int n) {
    if (ready.log.isReady(n)) {
      VectorFunctionsF64.log(x, 0, y, 0, n);
    } else {
      super.log(x, y, n);
    }
  }

  @Override
  public void tanh(double[] x, double[] y, int n) {
    if (ready.tanh.isReady(n)) {
      VectorFunctionsF64.tanh(x, 0, y, 0, n);
    } else {
      super.tanh(x, y, n);
    }
  }

  @Override
  public void sigmoid(double[] x, double[] y, int n) {
    if (ready.sigmoid.isReady(n)) {
      VectorFunctionsF64.sigmoid(x, 0, y, 0, n);
    } else {
      super.sigmoid(x, y, n);
    }
  }

  @Override
  public void silu(double[] x, double[] y, int n) {
    if (ready.silu.isReady(n)) {
      VectorFunctionsF64.silu(x, 0, y, 0, n);
    } else {
      super.silu(x, y, n);
    }
  }

  @Override
  public void siluVjp(double[] x, double[] g, double[] y, int n) {
    if (ready.siluVjp.isReady(n)) {
      VectorFunctionsF64.siluVjp(x, g, y, n);
    } else {
      super.siluVjp(x, g, y, n);
    }
  }

  @Override
  public void gelu(double[] x, double[] y, int n) {
    if (ready.gelu.isReady(n)) {
      VectorNormalFunctions.gelu(x, y, n);
    } else {
      super.gelu(x, y, n);
    }
  }

  @Override
  public void geluVjp(double[] x, double[] g, double[] y, int n) {
    if (ready.gelu.isReady(n)) {
      VectorNormalFunctions.geluVjp(x, g, y, n);
    } else {
      super.geluVjp(x, g, y, n);
    }
  }

  @Override
  public void softplus(double[] x, double[] y, int n) {
    if (ready.softplus.isReady(n)) {
      VectorFunctionsF64.softplus(x, 0, y, 0, n);
    } else {
      super.softplus(x, y, n);
    }
  }

  @Override
  public void addRow(double[] x, int xAt, double[] y, int yAt, int n) {
    if (ready.addRow.isReady(n)) {
      VectorRowsF64.add(x, xAt, y, yAt, n);
    } else {
      super.addRow(x, xAt, y, yAt, n);
    }
  }

  @Override
  void sumOfRows(double[] x, int xAt, int rows, double[] y, int yAt, int length) {
    if (ready.sumOfRows.isReady((long) rows * length, length)) {
      VectorRowsF64.sumOfRows(x, xAt, rows, y, yAt, length);
    } else {
      super.sumOfRows(x, xAt, rows, y, yAt, length);
    }
  }

  @Override
  void addRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    if (ready.addRows.isReady((long) rows * length, length)) {
      VectorRowsF64.addRows(x, xAt, xStep, y, yAt, yStep, rows, length);
    } else {
      super.addRows(x, xAt, xStep, y, yAt, yStep, rows, length);
    }
  }

  @Override
  void copyRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    if (ready.copyRows.isReady((long) rows * length, length)) {
      VectorRowsF64.copyRows(x, xAt, xStep, y, yAt, yStep, rows, length);
    } else {
      super.copyRows(x, xAt, xStep, y, yAt, yStep, rows, length);
    }
  }

  @Override
  void maxIntoRow(double[] x, int xAt, double[] y, int n) {
    if (ready.maxIntoRow.isReady(n)) {
      VectorRowsF64.maxInto(x, xAt, y, n);
    } else {
      super.maxIntoRow(x, xAt, y, n);
    }
  }

  @Override
  void subtract(double[] x, int xAt, double c, double[] y, int yAt, int n) {
    if (ready.subtract.isReady(n)) {
      VectorRowsF64.subtract(x, xAt, c, y, yAt, n);
    } else {
      super.subtract(x, xAt, c, y, yAt, n);
    }
  }

  @Override
  void addToLanes(double[] x, int at, int n, double[] lanes) {
    if (ready.addToLanes.isReady(n)) {
      VectorNormF64.add(x, at, n, lanes);
    } else {
      super.addToLanes(x, at, n, lanes);
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // one array is read once
  void addDeviationsToLanes(
      double[] a,
      double meanOfA,
      double[] b,
      double meanOfB,
      int at,
      int n,
      double[] sums,
      double[] products) {
    boolean squared = a == b && meanOfA == meanOfB;
    Routine routine = squared ? ready.addSquaredDeviations : ready.addDeviations;
    if (!routine.isReady(n)) {
      super.addDeviationsToLanes(a, meanOfA, b, meanOfB, at, n, sums, products);
    } else if (squared) {
      VectorNormF64.addSquaredDeviations(b, meanOfB, at, n, sums, products);
    } else {
      VectorNormF64.addDeviations(a, meanOfA, b, meanOfB, at, n, sums, products);
    }
  }

  @Override
  void addDeviationsOfRows(
      double[] a,
      double[] meanOfA,
      double[] b,
      double[] meanOfB,
      int at,
      int rows,
      int columns,
      double[] sums,
      double[] products) {
    if (ready.addDeviationsOfRows.isReady((long) rows * columns, columns)) {
      VectorNormF64.addDeviationsOfRows(a, meanOfA, b, meanOfB, at, rows, columns, sums, products);
    } else {
      super.addDeviationsOfRows(a, meanOfA, b, meanOfB, at, rows, columns, sums, products);
    }
  }

  @Override
  void standardizeRow(
      double[] x, int at, double mean, double scale, double shift, double[] y, int n) {
    if (ready.standardize.isReady(n)) {
      VectorNormF64.standardize(x, at, mean, scale, shift, y, n);
    } else {
      super.standardizeRow(x, at, mean, scale, shift, y, n);
    }
  }

  @Override
  void pullRowBack(
      double[] x,
      double mean,
      double[] g,
      double meanOfG,
      int at,
      double scale,
      double slope,
      double shift,
      double[] y,
      int n) {
    if (ready.pullBack.isReady(n)) {
      VectorNormF64.pullBack(x, mean, g, meanOfG, at, scale, slope, shift, y, n);
    } else {
      super.pullRowBack(x, mean, g, meanOfG, at, scale, slope, shift, y, n);
    }
  }

  @Override
  void scaleShiftRow(double[] x, int at, double weight, double bias, double[] y, int n) {
    if (ready.scaleShift.isReady(n)) {
      VectorNormF64.scaleShift(x, at, weight, bias, y, n);
    } else {
      super.scaleShiftRow(x, at, weight, bias, y, n);
    }
  }

  @Override
  void divide(double[] y, int at, double c, int n) {
    if (ready.divide.isReady(n)) {
      VectorRowsF64.divide(y, at, c, n);
    } else {
      super.divide(y, at, c, n);
    }
  }

  @Override
  void expRow(double[] y, int at, int n) {
    if (ready.exp.isReady(n)) {
      VectorFunctionsF64.exp(y, at, y, at, n);
    } else {
      super.expRow(y, at, n);
    }
  }

  @Override
  void logRow(double[] y, int at, int n) {
    if (ready.log.isReady(n)) {
      VectorFunctionsF64.log(y, at, y, at, n);
    } else {
      super.logRow(y, at, n);
    }
  }

  @Override
  double sumOfRow(double[] x, int from, int length, double[] lanes) {
    return length < LANES || length > LONGEST || !ready.sumOfRow.isReady(length)
        ? super.sumOfRow(x, from, length, lanes)
        : VectorRowsF64.sum(x, from, length, lanes);
  }

  @Override
  double sumOfLanes(double[] lanes) {
    return ready.sumOfRow.isReady(LANES)
        ? VectorRowsF64.sumOfLanes(lanes)
        : super.sumOfLanes(lanes);
  }

  @Override
  double maxOfRow(double[] x, int from, int length) {
    return length >= FEWEST_ELEMENTS
            && ready.maxOfRow.isReady(length)
            && VectorRowsF64.isLong(length)
        ? VectorRowsF64.max(x, from, length)
        : super.maxOfRow(x, from, length);
  }

  @Override
  double minOfRow(double[] x, int from, int length) {
    return length >= FEWEST_ELEMENTS
            && ready.minOfRow.isReady(length)
            && VectorRowsF64.isLong(length)
        ? VectorRowsF64.min(x, from, length)
        : super.minOfRow(x, from, length);
  }
}
