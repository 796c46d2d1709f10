package io.github.wengert.ops.kernel;

/** Normalisation of groups of {@code float[]}: by rows, or by columns if rows have one element. */
abstract class ScalarNormF32 extends ScalarRowsF32 {
  @Override
  public void moments(float[] x, int outer, int groups, int inner, float[] mean, float[] variance) {
    if (inner == 1) {
      new NormColumnsF32(this, outer, groups).moments(x, mean, variance);
    } else {
      new NormRowsF32(this, outer, groups, inner).moments(x, mean, variance);
    }
  }

  @Override
  public void variance(float[] x, int outer, int length, int inner, float[] y) {
    if (inner == 1) {
      new NormRowsF32(this, 1, outer, length).variance(x, y);
    } else if (inner > 0) {
      NormColumnsF32 columns = new NormColumnsF32(this, length, inner);
      for (int o = 0; o < outer; o++) {
        columns.variance(x, o * length * inner, y, o * inner);
      }
    }
  }

  @Override
  public boolean normalize(
      float[] x, int outer, int groups, int inner, /* wide */ double eps, float[] y) {
    if (inner == 1) {
      return new NormColumnsF32(this, outer, groups).normalize(x, eps, y);
    }
    return new NormRowsF32(this, outer, groups, inner).normalize(x, eps, y);
  }

  @Override
  public boolean normalizeVjp(
      float[] x, float[] g, int outer, int groups, int inner, /* wide */ double eps, float[] y) {
    if (inner == 1) {
      return new NormColumnsF32(this, outer, groups).vjp(x, g, eps, y);
    }
    return new NormRowsF32(this, outer, groups, inner).vjp(x, g, eps, y);
  }

  @Override
  public void scaleShift(
      float[] x, float[] weight, float[] bias, int outer, int groups, int inner, float[] y) {
    if (inner == 1) {
      NormColumnsF32.scaleShift(x, weight, bias, outer, groups, y);
    } else {
      new NormRowsF32(this, outer, groups, inner).scaleShift(x, weight, bias, y);
    }
  }

  /** Adds x[at + i] to lane i mod {@value #LANES} for i in [0, n). */
  void addToLanes(float[] x, int at, int n, float[] lanes) {
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[at + i];
    }
  }

  /**
   * Adds b[at + i] − meanOfB to lane i mod {@value #LANES} of {@code sums}, and (a[at + i] −
   * meanOfA) (b[at + i] − meanOfB) to that of {@code products}, for i in [0, n).
   */
  void addDeviationsToLanes(
      float[] a,
      float meanOfA,
      float[] b,
      float meanOfB,
      int at,
      int n,
      float[] sums,
      float[] products) {
    for (int i = 0; i < n; i++) {
      float deviation = b[at + i] - meanOfB;
      sums[i % LANES] += deviation;
      products[i % LANES] = Math.fma(a[at + i] - meanOfA, deviation, products[i % LANES]);
    }
  }

  /** y[at + i] ← (x[at + i] − mean) scale + shift for i in [0, n). */
  void standardizeRow(float[] x, int at, float mean, float scale, float shift, float[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(x[i] - mean, scale, shift);
    }
  }

  /** y[at + i] ← (g[at + i] − meanOfG + slope (x[at + i] − mean)) scale + shift for i in [0, n). */
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
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(Math.fma(x[i] - mean, slope, g[i] - meanOfG), scale, shift);
    }
  }

  /**
   * For each column of some rows of matrices, which begin at {@code at}: adds b − meanOfB to {@code
   * sums}, and (a − meanOfA) (b − meanOfB) to {@code products}.
   */
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
    float[] rowOfA = new float[columns];
    float[] rowOfB = new float[columns];
    for (int row = 0; row < rows; row++) {
      // Copied to where the means stand: loops over equal positions are vectorised.
      System.arraycopy(a, at + row * columns, rowOfA, 0, columns);
      System.arraycopy(b, at + row * columns, rowOfB, 0, columns);
      for (int i = 0; i < columns; i++) {
        float deviation = rowOfB[i] - meanOfB[i];
        sums[i] += deviation;
        products[i] = Math.fma(rowOfA[i] - meanOfA[i], deviation, products[i]);
      }
    }
  }

  /** y[at + i] ← x[at + i] weight + bias, rounded once, for i in [0, n). */
  void scaleShiftRow(float[] x, int at, float weight, float bias, float[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(x[i], weight, bias);
    }
  }
}
