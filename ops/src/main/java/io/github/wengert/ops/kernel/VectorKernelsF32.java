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
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

  @Override
  public void reluVjp(float[] x, float[] g, float[] y, int n) {
    int end = LANES.loopBound(n);
    for (int i = 0; i < end; i += LANES.length()) {
      FloatVector.fromArray(LANES, g, i)
          .blend(0, FloatVector.fromArray(LANES, x, i).compare(VectorOperators.LE, 0))
          .intoArray(y, i);
    }
    for (int i = end; i < n; i++) {
      y[i] = x[i] <= 0 ? 0 : g[i];
    }
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
    new VectorMatmulF32(
            m,
            k,
            n,
            MatrixF32.of(a, aAt, m, k, transposeA),
            MatrixF32.of(b, bAt, k, n, transposeB),
            VectorMatmulF32.ZERO,
            MatrixF32.of(c, cAt, m, n, false))
        .run();
  }

  @Override
  public void linear(
      int rows, int in, int out, float[] x, float[] weight, float[] bias, float[] y) {
    new VectorMatmulF32(
            rows,
            in,
            out,
            MatrixF32.of(x, 0, rows, in, false),
            MatrixF32.of(weight, 0, in, out, true),
            new MatrixF32(bias, 0, 0, 1),
            MatrixF32.of(y, 0, rows, out, false))
        .run();
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
  public void softplus(float[] x, float[] y, int n) {
    VectorFunctionsF32.softplus(x, 0, y, 0, n);
  }
}
