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
}
