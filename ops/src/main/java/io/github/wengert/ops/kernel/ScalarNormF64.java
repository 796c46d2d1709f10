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
}
