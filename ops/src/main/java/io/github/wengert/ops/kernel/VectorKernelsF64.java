package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over {@code double[]} with the Vector API, where plain loops are not vectorised by the
 * compiler; the others are inherited. The results are those of the plain loops, to the bit.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 */
final class VectorKernelsF64 extends ScalarKernelsF64 {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private final boolean thinProducts;

  /** Makes kernels with all loops that there are. */
  VectorKernelsF64() {
    this(true);
  }

  /**
   * Makes kernels with or without the loops that few products need.
   *
   * @param thinProducts whether thin products and those of few terms have loops of their own, which
   *     are slow until they are compiled; otherwise they take those of all others
   */
  VectorKernelsF64(boolean thinProducts) {
    this.thinProducts = thinProducts;
  }

  @Override
  public void reluVjp(double[] x, double[] g, double[] y, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, g, i)
          .blend(0, DoubleVector.fromArray(SPECIES, x, i).compare(VectorOperators.LE, 0))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = x[i] <= 0 ? 0 : g[i];
    }
  }

  /**
   * The loop that the compiler makes does the first and the last elements one by one, and in a
   * small net there are no others.
   */
  @Override
  void gradient(double[] w, double[] g, int from, int to, StepF64 by) {
    VectorDescentF64.descend(w, from, g, from, to - from, by);
  }

  @Override
  public boolean descendsAlongProduct(int m, int k, int n) {
    return VectorDescentF64.suits(m, k, n);
  }

  @Override
  public void gradientStepAlongProduct(
      int m, int k, int n, double[] a, double[] b, double[] w, Step step) {
    if (!VectorDescentF64.suits(m, k, n)) {
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
    if (!thinProducts || !VectorThinF64.run(transposeB, m, k, n, a, aAt, b, bAt, c, cAt)) {
      super.matmul(transposeA, transposeB, m, k, n, a, aAt, b, bAt, c, cAt);
    }
  }

  @Override
  void multiply(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
    VectorMatmulF64 product = new VectorMatmulF64(m, k, n, a, b, s, c);
    if (!thinProducts || !product.runOfFewTerms()) {
      product.run();
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
      DotsF64.Scratch scratch,
      int to) {
    if (thinProducts) {
      VectorDotsF64.dots(rows, width, k, p, pAt, pStep, q, scratch, to);
    } else {
      super.dots(rows, width, k, p, pAt, pStep, q, scratch, to);
    }
  }

  @Override
  boolean transposesDots(int count, int k, int thin) {
    return !thinProducts && super.transposesDots(count, k, thin);
  }

  @Override
  void rowsTimesRow(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    if (thinProducts) {
      VectorDotsF64.rowsTimesRow(count, k, p, q, s, c);
    } else {
      super.rowsTimesRow(count, k, p, q, s, c);
    }
  }

  @Override
  void transpose(MatrixF64 x, int rows, int columns, double[] y) {
    if (!VectorPackF64.transpose(x, rows, columns, y, 0, rows)) {
      super.transpose(x, rows, columns, y);
    }
  }

  @Override
  public void select(double[] c, double[] a, double[] b, double[] y, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, b, i)
          .blend(
              DoubleVector.fromArray(SPECIES, a, i),
              DoubleVector.fromArray(SPECIES, c, i).compare(VectorOperators.NE, 0))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = c[i] != 0 ? a[i] : b[i];
    }
  }

  @Override
  public void exp(double[] x, double[] y, int n) {
    VectorFunctionsF64.exp(x, 0, y, 0, n);
  }

  @Override
  public void log(double[] x, double[] y, int n) {
    VectorFunctionsF64.log(x, 0, y, 0, n);
  }

  @Override
  public void tanh(double[] x, double[] y, int n) {
    VectorFunctionsF64.tanh(x, 0, y, 0, n);
  }

  @Override
  public void sigmoid(double[] x, double[] y, int n) {
    VectorFunctionsF64.sigmoid(x, 0, y, 0, n);
  }

  @Override
  public void silu(double[] x, double[] y, int n) {
    VectorFunctionsF64.silu(x, 0, y, 0, n);
  }

  @Override
  public void siluVjp(double[] x, double[] g, double[] y, int n) {
    VectorFunctionsF64.siluVjp(x, g, y, n);
  }

  @Override
  public void softplus(double[] x, double[] y, int n) {
    VectorFunctionsF64.softplus(x, 0, y, 0, n);
  }

  @Override
  public void addRow(double[] x, int xAt, double[] y, int yAt, int n) {
    VectorRowsF64.add(x, xAt, y, yAt, n);
  }

  @Override
  void sumOfRows(double[] x, int xAt, int rows, double[] y, int yAt, int length) {
    VectorRowsF64.sumOfRows(x, xAt, rows, y, yAt, length);
  }

  @Override
  void addRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    VectorRowsF64.addRows(x, xAt, xStep, y, yAt, yStep, rows, length);
  }

  @Override
  void copyRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    VectorRowsF64.copyRows(x, xAt, xStep, y, yAt, yStep, rows, length);
  }

  @Override
  void maxIntoRow(double[] x, int xAt, double[] y, int n) {
    VectorRowsF64.maxInto(x, xAt, y, n);
  }

  @Override
  void subtract(double[] x, int xAt, double c, double[] y, int yAt, int n) {
    VectorRowsF64.subtract(x, xAt, c, y, yAt, n);
  }

  @Override
  void addToLanes(double[] x, int at, int n, double[] lanes) {
    VectorNormF64.add(x, at, n, lanes);
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
    if (a == b && meanOfA == meanOfB) {
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
    VectorNormF64.addDeviationsOfRows(a, meanOfA, b, meanOfB, at, rows, columns, sums, products);
  }

  @Override
  void standardizeRow(
      double[] x, int at, double mean, double scale, double shift, double[] y, int n) {
    VectorNormF64.standardize(x, at, mean, scale, shift, y, n);
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
    VectorNormF64.pullBack(x, mean, g, meanOfG, at, scale, slope, shift, y, n);
  }

  @Override
  void scaleShiftRow(double[] x, int at, double weight, double bias, double[] y, int n) {
    VectorNormF64.scaleShift(x, at, weight, bias, y, n);
  }

  @Override
  void divide(double[] y, int at, double c, int n) {
    VectorRowsF64.divide(y, at, c, n);
  }

  @Override
  void expRow(double[] y, int at, int n) {
    VectorFunctionsF64.exp(y, at, y, at, n);
  }

  @Override
  void logRow(double[] y, int at, int n) {
    VectorFunctionsF64.log(y, at, y, at, n);
  }

  @Override
  double sumOfRow(double[] x, int from, int length, double[] lanes) {
    return length < LANES || length > LONGEST
        ? super.sumOfRow(x, from, length, lanes)
        : VectorRowsF64.sum(x, from, length, lanes);
  }

  @Override
  double sumOfLanes(double[] lanes) {
    return VectorRowsF64.sumOfLanes(lanes);
  }

  @Override
  double maxOfRow(double[] x, int from, int length) {
    return VectorRowsF64.isLong(length)
        ? VectorRowsF64.max(x, from, length)
        : super.maxOfRow(x, from, length);
  }

  @Override
  double minOfRow(double[] x, int from, int length) {
    return VectorRowsF64.isLong(length)
        ? VectorRowsF64.min(x, from, length)
        : super.minOfRow(x, from, length);
  }
}
