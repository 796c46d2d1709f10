package io.github.wengert.ops.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plain loops over {@code double[]}. What the source marks as wide is in double precision for both
 * element types.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
class ScalarKernelsF64 extends ScalarNormF64 {
  /** A layer of so many weights computes one sample before a general product has begun. */
  private static final int SMALL = 4096;

  @Override
  public double[] copy(double[] x) {
    return x.clone();
  }

  @Override
  public void copy(double[] x, double[] y) {
    System.arraycopy(x, 0, y, 0, y.length);
  }

  @Override
  public void fill(double[] y, /* wide */ double value) {
    Arrays.fill(y, (double) value);
  }

  @Override
  public void map(DoubleUnaryOperator f, double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) f.applyAsDouble(x[i]);
    }
  }

  @Override
  public void zip(DoubleBinaryOperator f, double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) f.applyAsDouble(a[i], b[i]);
    }
  }

  @Override
  public void add(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] + b[i];
    }
  }

  @Override
  public void sub(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] - b[i];
    }
  }

  @Override
  public void mul(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] * b[i];
    }
  }

  @Override
  public void div(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] / b[i];
    }
  }

  @Override
  public void maximum(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  @Override
  public void minimum(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }

  @Override
  public void abs(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  @Override
  public void sqrt(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) Math.sqrt(x[i]);
    }
  }

  @Override
  public void scale(double[] x, /* wide */ double c, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) (x[i] * c);
    }
  }

  @Override
  public void shift(double[] x, /* wide */ double c, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) (x[i] + c);
    }
  }

  @Override
  public void exp(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.exp(x[i]);
    }
  }

  @Override
  public void log(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.log(x[i]);
    }
  }

  @Override
  public void tanh(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.sigmoid(x[i]);
    }
  }

  @Override
  public void softplus(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.softplus(x[i]);
    }
  }

  @Override
  public void silu(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.silu(x[i]);
    }
  }

  @Override
  public void siluVjp(double[] x, double[] g, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = DoubleFunctions.siluSlope(x[i]) * g[i];
    }
  }

  @Override
  public void gelu(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) NormalFunctions.gelu(x[i]);
    }
  }

  @Override
  public void geluVjp(double[] x, double[] g, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (double) (NormalFunctions.geluSlope(x[i]) * g[i]);
    }
  }

  @Override
  public void reluVjp(double[] x, double[] g, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] <= 0 ? 0 : g[i];
    }
  }

  @Override
  public void tanhVjp(double[] t, double[] g, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (1 - t[i] * t[i]) * g[i];
    }
  }

  @Override
  public void sigmoidVjp(double[] s, double[] g, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = s[i] * (1 - s[i]) * g[i];
    }
  }

  @Override
  public void relu(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0); // a ternary would not be vectorised
    }
  }

  @Override
  public void select(double[] c, double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = c[i] != 0 ? a[i] : b[i];
    }
  }

  @Override
  public void gather(double[] x, int offset, int[] strides, int[] extents, double[] y) {
    Odometer odometer = new Odometer(offset, strides, extents);
    int length = odometer.rowLength();
    int stride = odometer.rowStride();
    for (int row = 0; row < y.length; row += length) {
      int at = odometer.next();
      if (stride == 1) {
        System.arraycopy(x, at, y, row, length);
      } else if (stride == 0) {
        Arrays.fill(y, row, row + length, x[at]);
      } else {
        for (int i = 0; i < length; i++) {
          y[row + i] = x[at + i * stride];
        }
      }
    }
  }

  @Override
  public void scatter(double[] x, double[] y, int offset, int[] strides, int[] extents) {
    Odometer odometer = new Odometer(offset, strides, extents);
    int length = odometer.rowLength();
    int stride = odometer.rowStride();
    for (int row = 0; row < x.length; row += length) {
      int at = odometer.next();
      if (stride == 1) {
        System.arraycopy(x, row, y, at, length);
      } else {
        for (int i = 0; i < length; i++) {
          y[at + i * stride] = x[row + i];
        }
      }
    }
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
    product(
        m,
        k,
        n,
        MatrixF64.of(a, aAt, m, k, transposeA),
        MatrixF64.of(b, bAt, k, n, transposeB),
        MatrixF64.ZERO,
        MatrixF64.of(c, cAt, m, n, false));
  }

  @Override
  public boolean multipliesByVectors() {
    return false;
  }

  @Override
  public void linear(
      int rows, int in, int out, double[] x, double[] weight, double[] bias, double[] y) {
    if (rows == 1 && (long) in * out <= SMALL) {
      if (in < DotsF64.LANES) {
        shortSums(out, in, weight, x, bias, y);
      } else {
        rowsTimesRow(out, in, weight, x, bias, y);
      }
      return;
    }
    product(
        rows,
        in,
        out,
        MatrixF64.of(x, 0, rows, in, false),
        MatrixF64.of(weight, 0, in, out, true),
        new MatrixF64(bias, 0, 0, 1),
        MatrixF64.of(y, 0, rows, out, false));
  }

  @Override
  public boolean descendsAlongProduct(int m, int k, int n) {
    return false; // a product takes so long that storing it does not matter
  }

  @Override
  public void gradientStepAlongProduct(
      int m, int k, int n, double[] a, double[] b, double[] w, Step step) {
    double[] g = new double[m * n];
    matmul(true, false, m, k, n, a, 0, b, 0, g, 0);
    gradientStep(w, g, m * n, step);
  }

  /** Computes {@code cᵢ ← sᵢ + Σ pᵢₗ qₗ} for p of shape {@code [count, k]}, in chains. */
  private static void shortSums(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    for (int i = 0; i < count; i++) {
      double sum = s[i];
      for (int l = 0; l < k; l++) {
        sum = Math.fma(q[l], p[i * k + l], sum);
      }
      c[i] = sum;
    }
  }

  /**
   * Computes {@code cᵢ ← sᵢ + Σ pᵢₗ qₗ} for p of shape {@code [count, k]}, in the lanes of {@link
   * DotsF64}.
   */
  void rowsTimesRow(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    DotsF64.rowsTimesRowInLoops(count, k, p, q, s, c);
  }

  /** C ← S + A · B, {@code [m, k] · [k, n]}, in one of two ways, which the sizes decide. */
  private void product(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
    if (!DotsF64.run(m, k, n, a, b, s, c, this)) {
      multiply(m, k, n, a, b, s, c);
    }
  }

  /**
   * Computes a band of {@link DotsF64}: {@code sums[i · width + j]}, the dot product of the rows of
   * p and q that begin at {@code pAt + i · pStep} and {@code qAt[j]}.
   *
   * @param rows up to {@link DotsF64#BAND}
   * @param width how many rows of q there are, 1, 2 or 4
   */
  void dots(
      int rows,
      int width,
      int k,
      double[] p,
      int pAt,
      int pStep,
      double[] q,
      DotsF64.Scratch scratch) {
    DotsF64.inLoops(rows, width, k, p, pAt, pStep, q, scratch);
  }

  /** Whether {@link DotsF64} of these sizes transpose the long side, as {@link ScalarDotsF64}. */
  boolean transposesDots(int count, int k, int thin) {
    return ScalarDotsF64.suits(count, k, thin);
  }

  /** Copies a matrix {@code [rows, columns]}, whose columns are neighbours, column by column. */
  void transpose(MatrixF64 x, int rows, int columns, double[] y) {
    double[] from = x.array();
    for (int j = 0; j < columns; j++) {
      int at = x.index(0, j);
      for (int i = 0; i < rows; i++) {
        y[j * rows + i] = from[at + i * x.row()];
      }
    }
  }

  /**
   * C ← S + A · B, {@code [m, k] · [k, n]}, each element one chain along k; S may be C.
   *
   * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF64#ZERO}
   * @param c the result: columns are neighbours
   */
  void multiply(int m, int k, int n, MatrixF64 a, MatrixF64 b, MatrixF64 s, MatrixF64 c) {
    new ScalarMatmulF64(m, k, n, a, b, s, c).run();
  }

  @Override
  public void conv2d(
      ConvolutionShape shape, double[] x, double[] weight, double @Nullable [] bias, double[] y) {
    new ConvolutionF64(this, shape).forward(x, weight, bias, y);
  }

  @Override
  public void conv2dInputVjp(ConvolutionShape shape, double[] g, double[] weight, double[] y) {
    new ConvolutionF64(this, shape).inputVjp(g, weight, y);
  }

  @Override
  public void conv2dWeightVjp(ConvolutionShape shape, double[] g, double[] x, double[] y) {
    new ConvolutionF64(this, shape).weightVjp(g, x, y);
  }

  @Override
  public void maxPool2d(PoolingShape shape, double[] x, double[] y) {
    new PoolingF64(this, shape).max(x, y);
  }

  @Override
  public void maxPool2dPositions(PoolingShape shape, double[] x, int[] positions) {
    new PoolingF64(this, shape).positionsOfMax(x, positions);
  }

  @Override
  public void maxPool2dVjp(PoolingShape shape, double[] x, double[] g, double[] y) {
    new PoolingF64(this, shape).maxVjp(x, g, y);
  }

  @Override
  public void avgPool2d(PoolingShape shape, boolean countPadding, double[] x, double[] y) {
    new PoolingF64(this, shape).mean(countPadding, x, y);
  }

  @Override
  public void avgPool2dVjp(PoolingShape shape, boolean countPadding, double[] g, double[] y) {
    new PoolingF64(this, shape).meanVjp(countPadding, g, y);
  }
}
