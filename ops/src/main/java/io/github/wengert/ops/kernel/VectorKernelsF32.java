package io.github.wengert.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over {@code float[]} with the Vector API, where plain loops are not vectorised by the
 * compiler; the others are inherited. The results are those of the plain loops, to the bit.
 *
 * <p>Loaded only if the module {@code jdk.incubator.vector} is there.
 */
final class VectorKernelsF32 extends ScalarKernelsF32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private final boolean thinProducts;

  /** Makes kernels with all loops that there are. */
  VectorKernelsF32() {
    this(true);
  }

  /**
   * Makes kernels with or without the loops that few products need.
   *
   * @param thinProducts whether thin products and those of few terms have loops of their own, which
   *     are slow until they are compiled; otherwise they take those of all others
   */
  VectorKernelsF32(boolean thinProducts) {
    this.thinProducts = thinProducts;
  }

  @Override
  public void reluVjp(float[] x, float[] g, float[] y, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, g, i)
          .blend(0, FloatVector.fromArray(SPECIES, x, i).compare(VectorOperators.LE, 0))
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
  void gradient(float[] w, float[] g, int from, int to, StepF32 by) {
    VectorDescentF32.descend(w, from, g, from, to - from, by);
  }

  @Override
  public boolean descendsAlongProduct(int m, int k, int n) {
    return VectorDescentF32.suits(m, k, n);
  }

  @Override
  public void gradientStepAlongProduct(
      int m, int k, int n, float[] a, float[] b, float[] w, Step step) {
    if (!VectorDescentF32.suits(m, k, n)) {
      super.gradientStepAlongProduct(m, k, n, a, b, w, step);
      return;
    }
    new VectorDescentF32(
            m,
            k,
            n,
            MatrixF32.of(a, 0, m, k, true),
            MatrixF32.of(b, 0, k, n, false),
            MatrixF32.of(w, 0, m, n, false),
            StepF32.of(step))
        .run();
  }

  @Override
  public void matmul(
      boolean transposeA,
      boolean transposeB,
      int m,
      int k,
      int n,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    if (!thinProducts || !VectorThinF32.run(transposeB, m, k, n, a, aAt, b, bAt, c, cAt)) {
      super.matmul(transposeA, transposeB, m, k, n, a, aAt, b, bAt, c, cAt);
    }
  }

  @Override
  void multiply(int m, int k, int n, MatrixF32 a, MatrixF32 b, MatrixF32 s, MatrixF32 c) {
    VectorMatmulF32 product = new VectorMatmulF32(m, k, n, a, b, s, c);
    if (!thinProducts || !product.runOfFewTerms()) {
      product.run();
    }
  }

  @Override
  void dots(
      int rows,
      int columns,
      int width,
      int k,
      float[] p,
      int pAt,
      int pStep,
      float[] q,
      DotsF32.Scratch scratch,
      int to) {
    if (thinProducts) {
      VectorDotsF32.dots(rows, width, k, p, pAt, pStep, q, scratch, to);
    } else {
      super.dots(rows, columns, width, k, p, pAt, pStep, q, scratch, to);
    }
  }

  @Override
  boolean transposesDots(int count, int k, int thin) {
    return !thinProducts && super.transposesDots(count, k, thin);
  }

  @Override
  void rowsTimesRow(int count, int k, float[] p, float[] q, float[] s, float[] c) {
    if (thinProducts) {
      VectorDotsF32.rowsTimesRow(count, k, p, q, s, c);
    } else {
      super.rowsTimesRow(count, k, p, q, s, c);
    }
  }

  @Override
  void transpose(MatrixF32 x, int rows, int columns, float[] y) {
    if (!VectorPackF32.transpose(x, rows, columns, y, 0, rows)) {
      super.transpose(x, rows, columns, y);
    }
  }

  @Override
  public void select(float[] c, float[] a, float[] b, float[] y, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, b, i)
          .blend(
              FloatVector.fromArray(SPECIES, a, i),
              FloatVector.fromArray(SPECIES, c, i).compare(VectorOperators.NE, 0))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = c[i] != 0 ? a[i] : b[i];
    }
  }

  @Override
  public void exp(float[] x, float[] y, int n) {
    VectorFunctionsF32.exp(x, 0, y, 0, n);
  }

  @Override
  public void log(float[] x, float[] y, int n) {
    VectorFunctionsF32.log(x, 0, y, 0, n);
  }

  @Override
  public void tanh(float[] x, float[] y, int n) {
    VectorFunctionsF32.tanh(x, 0, y, 0, n);
  }

  @Override
  public void sigmoid(float[] x, float[] y, int n) {
    VectorFunctionsF32.sigmoid(x, 0, y, 0, n);
  }

  @Override
  public void silu(float[] x, float[] y, int n) {
    VectorFunctionsF32.silu(x, 0, y, 0, n);
  }

  @Override
  public void siluVjp(float[] x, float[] g, float[] y, int n) {
    VectorFunctionsF32.siluVjp(x, g, y, n);
  }

  @Override
  public void softplus(float[] x, float[] y, int n) {
    VectorFunctionsF32.softplus(x, 0, y, 0, n);
  }

  @Override
  public void addRow(float[] x, int xAt, float[] y, int yAt, int n) {
    VectorRowsF32.add(x, xAt, y, yAt, n);
  }

  @Override
  void sumOfRows(float[] x, int xAt, int rows, float[] y, int yAt, int length) {
    VectorRowsF32.sumOfRows(x, xAt, rows, y, yAt, length);
  }

  @Override
  void addRows(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int length) {
    VectorRowsF32.addRows(x, xAt, xStep, y, yAt, yStep, rows, length);
  }

  @Override
  void copyRows(
      float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int length) {
    VectorRowsF32.copyRows(x, xAt, xStep, y, yAt, yStep, rows, length);
  }

  @Override
  void maxIntoRow(float[] x, int xAt, float[] y, int n) {
    VectorRowsF32.maxInto(x, xAt, y, n);
  }

  @Override
  void subtract(float[] x, int xAt, float c, float[] y, int yAt, int n) {
    VectorRowsF32.subtract(x, xAt, c, y, yAt, n);
  }

  @Override
  void addToLanes(float[] x, int at, int n, float[] lanes) {
    VectorNormF32.add(x, at, n, lanes);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // one array is read once
  void addDeviationsToLanes(
      float[] a,
      float meanOfA,
      float[] b,
      float meanOfB,
      int at,
      int n,
      float[] sums,
      float[] products) {
    if (a == b && meanOfA == meanOfB) {
      VectorNormF32.addSquaredDeviations(b, meanOfB, at, n, sums, products);
    } else {
      VectorNormF32.addDeviations(a, meanOfA, b, meanOfB, at, n, sums, products);
    }
  }

  @Override
  void addDeviationsOfRows(
      float[] a,
      float[] meanOfA,
      float[] b,
      float[] meanOfB,
      int at,
      int rows,
      int columns,
      float[] sums,
      float[] products) {
    VectorNormF32.addDeviationsOfRows(a, meanOfA, b, meanOfB, at, rows, columns, sums, products);
  }

  @Override
  void standardizeRow(float[] x, int at, float mean, float scale, float shift, float[] y, int n) {
    VectorNormF32.standardize(x, at, mean, scale, shift, y, n);
  }

  @Override
  void pullRowBack(
      float[] x,
      float mean,
      float[] g,
      float meanOfG,
      int at,
      float scale,
      float slope,
      float shift,
      float[] y,
      int n) {
    VectorNormF32.pullBack(x, mean, g, meanOfG, at, scale, slope, shift, y, n);
  }

  @Override
  void scaleShiftRow(float[] x, int at, float weight, float bias, float[] y, int n) {
    VectorNormF32.scaleShift(x, at, weight, bias, y, n);
  }

  @Override
  void divide(float[] y, int at, float c, int n) {
    VectorRowsF32.divide(y, at, c, n);
  }

  @Override
  void expRow(float[] y, int at, int n) {
    VectorFunctionsF32.exp(y, at, y, at, n);
  }

  @Override
  void logRow(float[] y, int at, int n) {
    VectorFunctionsF32.log(y, at, y, at, n);
  }

  @Override
  float sumOfRow(float[] x, int from, int length, float[] lanes) {
    return length < LANES || length > LONGEST
        ? super.sumOfRow(x, from, length, lanes)
        : VectorRowsF32.sum(x, from, length, lanes);
  }

  @Override
  float sumOfLanes(float[] lanes) {
    return VectorRowsF32.sumOfLanes(lanes);
  }

  @Override
  float maxOfRow(float[] x, int from, int length) {
    return VectorRowsF32.isLong(length)
        ? VectorRowsF32.max(x, from, length)
        : super.maxOfRow(x, from, length);
  }

  @Override
  float minOfRow(float[] x, int from, int length) {
    return VectorRowsF32.isLong(length)
        ? VectorRowsF32.min(x, from, length)
        : super.minOfRow(x, from, length);
  }
}
