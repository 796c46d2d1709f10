package io.github.wengert.ops.kernel;

/** Normalisation of groups of {@code double[]}: by rows, or by columns if rows have one element. */
abstract class ScalarNormF64 extends ScalarRowsF64 {
  @Override
  public void moments(
      double[] x, int outer, int groups, int inner, double[] mean, double[] variance) {
    if (inner == 1) {
      new NormColumnsF64(outer, groups).moments(x, mean, variance);
    } else {
      new NormRowsF64(this, outer, groups, inner).moments(x, mean, variance);
    }
  }

  @Override
  public void normalize(
      double[] x, int outer, int groups, int inner, /* wide */ double eps, double[] y) {
    if (inner == 1) {
      new NormColumnsF64(outer, groups).normalize(x, eps, y);
    } else {
      new NormRowsF64(this, outer, groups, inner).normalize(x, eps, y);
    }
  }

  @Override
  public void normalizeVjp(
      double[] x, double[] g, int outer, int groups, int inner, /* wide */ double eps, double[] y) {
    if (inner == 1) {
      new NormColumnsF64(outer, groups).vjp(x, g, eps, y);
    } else {
      new NormRowsF64(this, outer, groups, inner).vjp(x, g, eps, y);
    }
  }

  @Override
  public void scaleShift(
      double[] x, double[] weight, double[] bias, int outer, int groups, int inner, double[] y) {
    if (inner == 1) {
      new NormColumnsF64(outer, groups).scaleShift(x, weight, bias, y);
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

  /** Adds (a[at + i] − meanOfA) (b[at + i] − meanOfB) to lane i mod {@value #LANES}. */
  void addProductsToLanes(
      double[] a, double meanOfA, double[] b, double meanOfB, int at, int n, double[] lanes) {
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += (a[at + i] - meanOfA) * (b[at + i] - meanOfB);
    }
  }

  /** y[at + i] ← (x[at + i] − mean) scale for i in [0, n). */
  void standardizeRow(double[] x, int at, double mean, double scale, double[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = (x[i] - mean) * scale;
    }
  }

  /** y[at + i] ← scale (g[at + i] − meanOfG − slope (x[at + i] − mean)) for i in [0, n). */
  void pullRowBack(
      double[] x,
      double mean,
      double[] g,
      double meanOfG,
      int at,
      double scale,
      double slope,
      double[] y,
      int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = scale * (g[i] - meanOfG - slope * (x[i] - mean));
    }
  }

  /** y[at + i] ← x[at + i] weight + bias, rounded once, for i in [0, n). */
  void scaleShiftRow(double[] x, int at, double weight, double bias, double[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(x[i], weight, bias);
    }
  }
}
