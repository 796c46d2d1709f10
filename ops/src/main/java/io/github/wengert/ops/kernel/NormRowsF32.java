package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of groups of {@code float[]} that are made of contiguous rows: the
 * middle of {@code [outer, groups, inner]} says which group a row of {@code inner} elements belongs
 * to.
 *
 * <p>A sum over a group runs over lanes: the element at position i of its row is added to lane i
 * mod {@value ScalarRowsF32#LANES}, row after row; in the end the lanes are added in a tree.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
final class NormRowsF32 {
  private final ScalarNormF32 kernels;
  private final int outer;
  private final int groups;
  private final int inner;
  private final float[] lanes = new float[ScalarRowsF32.LANES];

  NormRowsF32(ScalarNormF32 kernels, int outer, int groups, int inner) {
    this.kernels = kernels;
    this.outer = outer;
    this.groups = groups;
    this.inner = inner;
  }

  void moments(float[] x, float[] mean, float[] variance) {
    for (int group = 0; group < groups; group++) {
      mean[group] = mean(x, group);
      variance[group] = covariance(x, mean[group], x, mean[group], group);
    }
  }

  void normalize(float[] x, /* wide */ double eps, float[] y) {
    for (int group = 0; group < groups; group++) {
      float mean = mean(x, group);
      float scale = scale(covariance(x, mean, x, mean, group), eps);
      for (int o = 0; o < outer; o++) {
        kernels.standardizeRow(x, row(o, group), mean, scale, y, inner);
      }
    }
  }

  void vjp(float[] x, float[] g, /* wide */ double eps, float[] y) {
    for (int group = 0; group < groups; group++) {
      float mean = mean(x, group);
      float meanOfG = mean(g, group);
      float scale = scale(covariance(x, mean, x, mean, group), eps);
      float slope = scale * scale * covariance(x, mean, g, meanOfG, group);
      for (int o = 0; o < outer; o++) {
        kernels.pullRowBack(x, mean, g, meanOfG, row(o, group), scale, slope, y, inner);
      }
    }
  }

  void scaleShift(float[] x, float[] weight, float[] bias, float[] y) {
    for (int o = 0; o < outer; o++) {
      for (int group = 0; group < groups; group++) {
        kernels.scaleShiftRow(x, row(o, group), weight[group], bias[group], y, inner);
      }
    }
  }

  private int row(int o, int group) {
    return (o * groups + group) * inner;
  }

  private float mean(float[] x, int group) {
    Arrays.fill(lanes, 0);
    for (int o = 0; o < outer; o++) {
      kernels.addToLanes(x, row(o, group), inner, lanes);
    }
    return meanOfLanes();
  }

  /** Returns the mean of (a − meanOfA)(b − meanOfB). */
  private float covariance(float[] a, float meanOfA, float[] b, float meanOfB, int group) {
    Arrays.fill(lanes, 0);
    for (int o = 0; o < outer; o++) {
      kernels.addProductsToLanes(a, meanOfA, b, meanOfB, row(o, group), inner, lanes);
    }
    return meanOfLanes();
  }

  private float meanOfLanes() {
    return ScalarRowsF32.sumOfLanes(lanes) / ((float) outer * inner);
  }

  static float scale(float variance, /* wide */ double eps) {
    return (float) (1 / Math.sqrt(variance + eps));
  }
}
