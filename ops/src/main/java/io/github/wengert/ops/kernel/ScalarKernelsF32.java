package io.github.wengert.ops.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plain loops over {@code float[]}; the twin of the loops over the other element type. What is
 * marked as wide is {@code float} in both.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
class ScalarKernelsF32 extends ScalarNormF32 {
  /** A layer of so many weights computes one sample before a general product has begun. */
  private static final int SMALL = 4096;

  @Override
  public float[] copy(float[] x) {
    return x.clone();
  }

  @Override
  public void copy(float[] x, float[] y) {
    System.arraycopy(x, 0, y, 0, y.length);
  }

  @Override
  public void fill(float[] y, /* wide */ double value) {
    Arrays.fill(y, (float) value);
  }

  @Override
  public void map(DoubleUnaryOperator f, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) f.applyAsDouble(x[i]);
    }
  }

  @Override
  public void zip(DoubleBinaryOperator f, float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) f.applyAsDouble(a[i], b[i]);
    }
  }

  @Override
  public void add(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] + b[i];
    }
  }

  @Override
  public void sub(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] - b[i];
    }
  }

  @Override
  public void mul(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] * b[i];
    }
  }

  @Override
  public void div(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] / b[i];
    }
  }

  @Override
  public void maximum(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  @Override
  public void minimum(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }

  @Override
  public void abs(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  @Override
  public void sqrt(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.sqrt(x[i]);
    }
  }

  @Override
  public void scale(float[] x, /* wide */ double c, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) (x[i] * c);
    }
  }

  @Override
  public void shift(float[] x, /* wide */ double c, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) (x[i] + c);
    }
  }

  @Override
  public void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.exp(x[i]);
    }
  }

  @Override
  public void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.log(x[i]);
    }
  }

  @Override
  public void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.sigmoid(x[i]);
    }
  }

  @Override
  public void softplus(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.softplus(x[i]);
    }
  }

  @Override
  public void silu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.silu(x[i]);
    }
  }

  @Override
  public void siluVjp(float[] x, float[] g, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = FloatFunctions.siluSlope(x[i]) * g[i];
    }
  }

  @Override
  public void reluVjp(float[] x, float[] g, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] <= 0 ? 0 : g[i];
    }
  }

  @Override
  public void tanhVjp(float[] t, float[] g, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (1 - t[i] * t[i]) * g[i];
    }
  }

  @Override
  public void sigmoidVjp(float[] s, float[] g, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = s[i] * (1 - s[i]) * g[i];
    }
  }

  @Override
  public void relu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0); // a ternary would not be vectorised
    }
  }

  @Override
  public void select(float[] c, float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = c[i] != 0 ? a[i] : b[i];
    }
  }

  @Override
  public void gather(float[] x, int offset, int[] strides, int[] extents, float[] y) {
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
  public void scatter(float[] x, float[] y, int offset, int[] strides, int[] extents) {
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
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    product(
        m,
        k,
        n,
        MatrixF32.of(a, aAt, m, k, transposeA),
        MatrixF32.of(b, bAt, k, n, transposeB),
        MatrixF32.ZERO,
        MatrixF32.of(c, cAt, m, n, false));
  }

  @Override
  public void linear(
      int rows, int in, int out, float[] x, float[] weight, float[] bias, float[] y) {
    if (rows == 1 && (long) in * out <= SMALL) {
      if (in < DotsF32.LANES) {
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
        MatrixF32.of(x, 0, rows, in, false),
        MatrixF32.of(weight, 0, in, out, true),
        new MatrixF32(bias, 0, 0, 1),
        MatrixF32.of(y, 0, rows, out, false));
  }

  @Override
  public boolean descendsAlongProduct(int m, int k, int n) {
    return false; // a product takes so long that storing it does not matter
  }

  @Override
  public void gradientStepAlongProduct(
      int m, int k, int n, float[] a, float[] b, float[] w, Step step) {
    float[] g = new float[m * n];
    matmul(true, false, m, k, n, a, 0, b, 0, g, 0);
    gradientStep(w, g, m * n, step);
  }

  /** Computes {@code cᵢ ← sᵢ + Σ pᵢₗ qₗ} for p of shape {@code [count, k]}, in chains. */
  private static void shortSums(int count, int k, float[] p, float[] q, float[] s, float[] c) {
    for (int i = 0; i < count; i++) {
      float sum = s[i];
      for (int l = 0; l < k; l++) {
        sum = Math.fma(q[l], p[i * k + l], sum);
      }
      c[i] = sum;
    }
  }

  /**
   * Computes {@code cᵢ ← sᵢ + Σ pᵢₗ qₗ} for p of shape {@code [count, k]}, in the lanes of {@link
   * DotsF32}.
   */
  void rowsTimesRow(int count, int k, float[] p, float[] q, float[] s, float[] c) {
    DotsF32.rowsTimesRowInLoops(count, k, p, q, s, c);
  }

  /** C ← S + A · B, {@code [m, k] · [k, n]}, in one of two ways, which the sizes decide. */
  private void product(int m, int k, int n, MatrixF32 a, MatrixF32 b, MatrixF32 s, MatrixF32 c) {
    if (!DotsF32.run(m, k, n, a, b, s, c, this)) {
      multiply(m, k, n, a, b, s, c);
    }
  }

  /**
   * Computes a block of {@link DotsF32}: {@code sums[to + i · width + j]}, the dot product of the
   * rows of p and q that begin at {@code pAt + i · pStep} and {@code qAt[j]}, for {@code rows} rows
   * of p and {@code columns} of q. A block is 16 × 1, 8 × 2 or 4 × 4 large; further sums of it may
   * be computed too.
   *
   * @param width how many columns the block has, 1, 2 or 4
   */
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
    DotsF32.inLoops(rows, columns, width, k, p, pAt, pStep, q, scratch, to);
  }

  /** Whether {@link DotsF32} of these sizes transpose the long side, as {@link ScalarDotsF32}. */
  boolean transposesDots(int count, int k, int thin) {
    return ScalarDotsF32.suits(count, k, thin);
  }

  /** Copies a matrix {@code [rows, columns]}, whose columns are neighbours, column by column. */
  void transpose(MatrixF32 x, int rows, int columns, float[] y) {
    float[] from = x.array();
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
   * @param s what the sums start from: columns are neighbours, or it is {@link MatrixF32#ZERO}
   * @param c the result: columns are neighbours
   */
  void multiply(int m, int k, int n, MatrixF32 a, MatrixF32 b, MatrixF32 s, MatrixF32 c) {
    new ScalarMatmulF32(m, k, n, a, b, s, c).run();
  }

  @Override
  public void conv2d(
      ConvolutionShape shape, float[] x, float[] weight, float @Nullable [] bias, float[] y) {
    new ConvolutionF32(this, shape).forward(x, weight, bias, y);
  }

  @Override
  public void conv2dInputVjp(ConvolutionShape shape, float[] g, float[] weight, float[] y) {
    new ConvolutionF32(this, shape).inputVjp(g, weight, y);
  }

  @Override
  public void conv2dWeightVjp(ConvolutionShape shape, float[] g, float[] x, float[] y) {
    new ConvolutionF32(this, shape).weightVjp(g, x, y);
  }

  @Override
  public void maxPool2d(PoolingShape shape, float[] x, float[] y) {
    new PoolingF32(this, shape).max(x, y);
  }

  @Override
  public void maxPool2dPositions(PoolingShape shape, float[] x, int[] positions) {
    new PoolingF32(this, shape).positionsOfMax(x, positions);
  }

  @Override
  public void maxPool2dVjp(PoolingShape shape, float[] x, float[] g, float[] y) {
    new PoolingF32(this, shape).maxVjp(x, g, y);
  }

  @Override
  public void avgPool2d(PoolingShape shape, boolean countPadding, float[] x, float[] y) {
    new PoolingF32(this, shape).mean(countPadding, x, y);
  }

  @Override
  public void avgPool2dVjp(PoolingShape shape, boolean countPadding, float[] g, float[] y) {
    new PoolingF32(this, shape).meanVjp(countPadding, g, y);
  }
}
