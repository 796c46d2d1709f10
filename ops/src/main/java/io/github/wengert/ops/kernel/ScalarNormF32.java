package io.github.wengert.ops.kernel;

/** Normalisation of groups of {@code float[]}: by rows, or by columns if rows have one element. */
abstract class ScalarNormF32 extends ScalarRowsF32 {
  @Override
  public void moments(float[] x, int outer, int groups, int inner, float[] mean, float[] variance) {
    if (inner == 1) {
      new NormColumnsF32(outer, groups).moments(x, mean, variance);
    } else {
      new NormRowsF32(this, outer, groups, inner).moments(x, mean, variance);
    }
  }

  @Override
  public void normalize(
      float[] x, int outer, int groups, int inner, /* wide */ double eps, float[] y) {
    if (inner == 1) {
      new NormColumnsF32(outer, groups).normalize(x, eps, y);
    } else {
      new NormRowsF32(this, outer, groups, inner).normalize(x, eps, y);
    }
  }

  @Override
  public void normalizeVjp(
      float[] x, float[] g, int outer, int groups, int inner, /* wide */ double eps, float[] y) {
    if (inner == 1) {
      new NormColumnsF32(outer, groups).vjp(x, g, eps, y);
    } else {
      new NormRowsF32(this, outer, groups, inner).vjp(x, g, eps, y);
    }
  }

  @Override
  public void scaleShift(
      float[] x, float[] weight, float[] bias, int outer, int groups, int inner, float[] y) {
    if (inner == 1) {
      new NormColumnsF32(outer, groups).scaleShift(x, weight, bias, y);
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

  /** Adds (a[at + i] − meanOfA) (b[at + i] − meanOfB) to lane i mod {@value #LANES}. */
  void addProductsToLanes(
      float[] a, float meanOfA, float[] b, float meanOfB, int at, int n, float[] lanes) {
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += (a[at + i] - meanOfA) * (b[at + i] - meanOfB);
    }
  }

  /** y[at + i] ← (x[at + i] − mean) scale for i in [0, n). */
  void standardizeRow(float[] x, int at, float mean, float scale, float[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = (x[i] - mean) * scale;
    }
  }

  /** y[at + i] ← scale (g[at + i] − meanOfG − slope (x[at + i] − mean)) for i in [0, n). */
  void pullRowBack(
      float[] x,
      float mean,
      float[] g,
      float meanOfG,
      int at,
      float scale,
      float slope,
      float[] y,
      int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = scale * (g[i] - meanOfG - slope * (x[i] - mean));
    }
  }

  /** y[at + i] ← x[at + i] weight + bias, rounded once, for i in [0, n). */
  void scaleShiftRow(float[] x, int at, float weight, float bias, float[] y, int n) {
    for (int i = at; i < at + n; i++) {
      y[i] = Math.fma(x[i], weight, bias);
    }
  }
}
