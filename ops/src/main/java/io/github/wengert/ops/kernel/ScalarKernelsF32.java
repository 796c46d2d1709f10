package io.github.wengert.ops.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Plain loops over {@code float[]}; the twin of the loops over the other element type. What is
 * marked as wide is {@code float} in both.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
class ScalarKernelsF32 implements Kernels<float[]> {
  /** How many partial sums a contiguous sum runs over; part of the result's definition. */
  private static final int LANES = 8;

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
  public void momentumStep(
      float[] w,
      float[] g,
      float[] v,
      int n,
      /* wide */ double learningRate,
      /* wide */ double weightDecay,
      /* wide */ double momentum,
      /* wide */ double dampening,
      boolean nesterov) {
    float rate = (float) learningRate;
    float decay = (float) weightDecay;
    float keep = (float) momentum;
    float take = (float) (1 - dampening);
    for (int i = 0; i < n; i++) {
      float d = g[i] + decay * w[i];
      v[i] = keep * v[i] + take * d;
      w[i] = w[i] - rate * (nesterov ? d + keep * v[i] : v[i]);
    }
  }

  @Override
  public void gradientStep(
      float[] w, float[] g, int n, /* wide */ double learningRate, /* wide */ double weightDecay) {
    float rate = (float) learningRate;
    float decay = (float) weightDecay;
    for (int i = 0; i < n; i++) {
      w[i] = w[i] - rate * (g[i] + decay * w[i]);
    }
  }

  @Override
  public void gather(float[] x, int offset, int[] strides, int[] extents, float[] y) {
    Odometer odometer = new Odometer(offset, strides, extents);
    int length = odometer.rowLength();
    int stride = odometer.rowStride();
    for (int row = 0; row < y.length; row += length) {
      int at = odometer.next();
      for (int i = 0; i < length; i++) {
        y[row + i] = x[at + i * stride];
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
      for (int i = 0; i < length; i++) {
        y[at + i * stride] = x[row + i];
      }
    }
  }

  @Override
  public void addRow(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  @Override
  public void sum(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      for (int o = 0; o < outer; o++) {
        y[o] = sumOfRow(x, o * length, length);
      }
      return;
    }
    Arrays.fill(y, 0, outer * inner, 0);
    for (int o = 0; o < outer; o++) {
      for (int l = 0; l < length; l++) {
        addRow(x, (o * length + l) * inner, y, o * inner, inner);
      }
    }
  }

  private static float sumOfRow(float[] x, int from, int length) {
    float[] lanes = new float[LANES];
    int i = 0;
    for (; i + LANES <= length; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += x[from + i + lane];
      }
    }
    for (; i < length; i++) {
      lanes[i % LANES] += x[from + i];
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  @Override
  public void squaredDeviations(
      float[] x, float[] mean, int outer, int length, int inner, float[] y) {
    Arrays.fill(y, 0, outer * inner, 0);
    for (int o = 0; o < outer; o++) {
      for (int l = 0; l < length; l++) {
        for (int i = 0; i < inner; i++) {
          float deviation = x[(o * length + l) * inner + i] - mean[o * inner + i];
          y[o * inner + i] += deviation * deviation;
        }
      }
    }
  }

  @Override
  public void max(float[] x, int outer, int length, int inner, float[] y) {
    for (int o = 0; o < outer; o++) {
      System.arraycopy(x, o * length * inner, y, o * inner, inner);
      for (int l = 1; l < length; l++) {
        for (int i = 0; i < inner; i++) {
          y[o * inner + i] = Math.max(y[o * inner + i], x[(o * length + l) * inner + i]);
        }
      }
    }
  }

  @Override
  public void min(float[] x, int outer, int length, int inner, float[] y) {
    for (int o = 0; o < outer; o++) {
      System.arraycopy(x, o * length * inner, y, o * inner, inner);
      for (int l = 1; l < length; l++) {
        for (int i = 0; i < inner; i++) {
          y[o * inner + i] = Math.min(y[o * inner + i], x[(o * length + l) * inner + i]);
        }
      }
    }
  }

  @Override
  public void logSumExp(float[] x, int outer, int length, int inner, float[] y) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = o * length * inner + i;
        float max = maxOfLane(x, from, length, inner);
        // An infinite maximum is the result itself; shifting by it would give NaN.
        y[o * inner + i] =
            Double.isInfinite(max)
                ? max
                : (float) (max + Math.log(sumOfExp(x, from, length, inner, max)));
      }
    }
  }

  @Override
  public void softmax(float[] x, int outer, int length, int inner, float[] y) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = o * length * inner + i;
        float max = maxOfLane(x, from, length, inner);
        /* wide */ double sum = sumOfExp(x, from, length, inner, max);
        for (int l = 0; l < length; l++) {
          int at = from + l * inner;
          y[at] = (float) (Math.exp(x[at] - max) / sum);
        }
      }
    }
  }

  @Override
  public void logSoftmax(float[] x, int outer, int length, int inner, float[] y) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = o * length * inner + i;
        float max = maxOfLane(x, from, length, inner);
        /* wide */ double logSum = Math.log(sumOfExp(x, from, length, inner, max));
        for (int l = 0; l < length; l++) {
          int at = from + l * inner;
          y[at] = (float) (x[at] - max - logSum);
        }
      }
    }
  }

  private static float maxOfLane(float[] x, int from, int length, int stride) {
    float max = x[from];
    for (int l = 1; l < length; l++) {
      max = Math.max(max, x[from + l * stride]);
    }
    return max;
  }

  private static /* wide */ double sumOfExp(
      float[] x, int from, int length, int stride, float max) {
    /* wide */ double sum = 0;
    for (int l = 0; l < length; l++) {
      sum += Math.exp(x[from + l * stride] - max);
    }
    return sum;
  }

  @Override
  public int argMax(float[] x, int outer, int length, int inner, int outerAt, int innerAt) {
    int from = outerAt * length * inner + innerAt;
    int best = 0;
    for (int l = 0; l < length; l++) {
      float candidate = x[from + l * inner];
      if (Double.isNaN(candidate)) {
        return l;
      }
      if (candidate > x[from + best * inner]) {
        best = l;
      }
    }
    return best;
  }

  @Override
  public int argMin(float[] x, int outer, int length, int inner, int outerAt, int innerAt) {
    int from = outerAt * length * inner + innerAt;
    int best = 0;
    for (int l = 0; l < length; l++) {
      float candidate = x[from + l * inner];
      if (Double.isNaN(candidate)) {
        return l;
      }
      if (candidate < x[from + best * inner]) {
        best = l;
      }
    }
    return best;
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
    new ScalarMatmulF32(
            m,
            k,
            n,
            MatrixF32.of(a, aAt, m, k, transposeA),
            MatrixF32.of(b, bAt, k, n, transposeB),
            ScalarMatmulF32.ZERO,
            MatrixF32.of(c, cAt, m, n, false))
        .run();
  }

  @Override
  public void linear(
      int rows, int in, int out, float[] x, float[] weight, float[] bias, float[] y) {
    new ScalarMatmulF32(
            rows,
            in,
            out,
            MatrixF32.of(x, 0, rows, in, false),
            MatrixF32.of(weight, 0, in, out, true),
            new MatrixF32(bias, 0, 0, 1),
            MatrixF32.of(y, 0, rows, out, false))
        .run();
  }
}
