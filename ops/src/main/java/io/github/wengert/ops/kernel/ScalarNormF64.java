package io.github.wengert.ops.kernel;

/** Normalisation of groups of {@code double[]}: by rows, or by columns if rows have one element. */
abstract class ScalarNormF64 extends ScalarRowsF64 {
  @Override
  public void moments(
      double[] x, int outer, int groups, int inner, double[] mean, double[] variance) {
    if (inner == 1) {
      new NormColumnsF64(this, outer, groups).moments(x, mean, variance);
    } else {
      new NormRowsF64(this, outer, groups, inner).moments(x, mean, variance);
    }
  }

  @Override
  public void variance(double[] x, int outer, int length, int inner, double[] y) {
    if (inner == 1) {
      new NormRowsF64(this, 1, outer, length).variance(x, y);
    } else if (inner > 0) {
      NormColumnsF64 columns = new NormColumnsF64(this, length, inner);
      for (int o = 0; o < outer; o++) {
        columns.variance(x, o * length * inner, y, o * inner);
      }
    }
  }

  @Override
  public boolean normalize(
      double[] x, int outer, int groups, int inner, /* wide */ double eps, double[] y) {
    if (inner == 1) {
      return new NormColumnsF64(this, outer, groups).normalize(x, eps, y);
    }
    return new NormRowsF64(this, outer, groups, inner).normalize(x, eps, y);
  }

  @Override
  public boolean normalizeVjp(
      double[] x, double[] g, int outer, int groups, int inner, /* wide */ double eps, double[] y) {
    if (inner == 1) {
      return new NormColumnsF64(this, outer, groups).vjp(x, g, eps, y);
    }
    return new NormRowsF64(this, outer, groups, inner).vjp(x, g, eps, y);
  }

  @Override
  public void scaleShift(
      double[] x, double[] weight, double[] bias, int outer, int groups, int inner, double[] y) {
    if (inner == 1) {
      NormColumnsF64.scaleShift(x, weight, bias, outer, groups, y);
    } else {
      new NormRowsF64(this, outer, groups, inner).scaleShift(x, weight, bias, y);
    }
  }

  /** Adds x[at + i] to lane i mod {@value #LANES} for i in [0, n). */
  void addToLanes(double[] x, int at, int n, double[] lanes) {
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[at + i];
    }
  }

  /**
   * Adds b[at + i] − meanOfB to lane i mod {@value #LANES} of {@code sums}, and (a[at + i] −
   * meanOfA) (b[at + i] − meanOfB) to that of {@code products}, for i in [0, n).
   */
  void addDeviationsToLanes(
      double[] a,
      double meanOfA,
      double[] b,
      double meanOfB,
      int at,
      int n,
      double[] sums,
      double[] products) {
    for (int i = 0; i < n; i++) {
      double deviation = b[at + i] - meanOfB;
      sums[i % LANES] += deviation;
      products[i % LANES] = Math.fma(a[at + i] - meanOfA, deviation, products[i % LANES]);
    }
  }

  /** y[at + i] ← (x[at + i] − mean) scale + shift for i in [0, n). */
  void standardizeRow(
      double[] x, int at, double mean, double scale, double shift, double[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(x[i] - mean, scale, shift);
    }
  }

  /** y[at + i] ← (g[at + i] − meanOfG + slope (x[at + i] − mean)) scale + shift for i in [0, n). */
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
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(Math.fma(x[i] - mean, slope, g[i] - meanOfG), scale, shift);
    }
  }

  /**
   * For each column of some rows of matrices, which begin at {@code at}: adds b − meanOfB to {@code
   * sums}, and (a − meanOfA) (b − meanOfB) to {@code products}.
   */
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
    double[] rowOfA = new double[columns];
    double[] rowOfB = new double[columns];
    for (int row = 0; row < rows; row++) {
      // Copied to where the means stand: loops over equal positions are vectorised.
      System.arraycopy(a, at + row * columns, rowOfA, 0, columns);
      System.arraycopy(b, at + row * columns, rowOfB, 0, columns);
      for (int i = 0; i < columns; i++) {
        double deviation = rowOfB[i] - meanOfB[i];
        sums[i] += deviation;
        products[i] = Math.fma(rowOfA[i] - meanOfA[i], deviation, products[i]);
      }
    }
  }

  /** y[at + i] ← x[at + i] weight + bias, rounded once, for i in [0, n). */
  void scaleShiftRow(double[] x, int at, double weight, double bias, double[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(x[i], weight, bias);
    }
  }
}
