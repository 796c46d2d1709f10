package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of groups of {@code double[]} that are made of contiguous rows: the
 * middle of {@code [outer, groups, inner]} says which group a row of {@code inner} elements belongs
 * to.
 *
 * <p>A sum over a group runs over lanes: the element at position i of its row is added to lane i
 * mod {@value ScalarRowsF64#LANES}, row after row; in the end the lanes are added in a tree.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
final class NormRowsF64 {
  private final ScalarNormF64 kernels;
  private final int outer;
  private final int groups;
  private final int inner;
  private final double[] lanes = new double[ScalarRowsF64.LANES];

  NormRowsF64(ScalarNormF64 kernels, int outer, int groups, int inner) {
    this.kernels = kernels;
    this.outer = outer;
    this.groups = groups;
    this.inner = inner;
  }

  void moments(double[] x, double[] mean, double[] variance) {
    for (int group = 0; group < groups; group++) {
      mean[group] = mean(x, group);
      variance[group] = covariance(x, mean[group], x, mean[group], group);
    }
  }

  void normalize(double[] x, /* wide */ double eps, double[] y) {
    for (int group = 0; group < groups; group++) {
      double mean = mean(x, group);
      double scale = scale(covariance(x, mean, x, mean, group), eps);
      for (int o = 0; o < outer; o++) {
        kernels.standardizeRow(x, row(o, group), mean, scale, y, inner);
      }
    }
  }

  void vjp(double[] x, double[] g, /* wide */ double eps, double[] y) {
    for (int group = 0; group < groups; group++) {
      double mean = mean(x, group);
      double meanOfG = mean(g, group);
      double scale = scale(covariance(x, mean, x, mean, group), eps);
      double slope = scale * scale * covariance(x, mean, g, meanOfG, group);
      for (int o = 0; o < outer; o++) {
        kernels.pullRowBack(x, mean, g, meanOfG, row(o, group), scale, slope, y, inner);
      }
    }
  }

  void scaleShift(double[] x, double[] weight, double[] bias, double[] y) {
    for (int o = 0; o < outer; o++) {
      for (int group = 0; group < groups; group++) {
        kernels.scaleShiftRow(x, row(o, group), weight[group], bias[group], y, inner);
      }
    }
  }

  private int row(int o, int group) {
    return (o * groups + group) * inner;
  }

  private double mean(double[] x, int group) {
    Arrays.fill(lanes, 0);
    for (int o = 0; o < outer; o++) {
      kernels.addToLanes(x, row(o, group), inner, lanes);
    }
    return meanOfLanes();
  }

  /** Returns the mean of (a − meanOfA)(b − meanOfB). */
  private double covariance(double[] a, double meanOfA, double[] b, double meanOfB, int group) {
    Arrays.fill(lanes, 0);
    for (int o = 0; o < outer; o++) {
      kernels.addProductsToLanes(a, meanOfA, b, meanOfB, row(o, group), inner, lanes);
    }
    return meanOfLanes();
  }

  private double meanOfLanes() {
    return ScalarRowsF64.sumOfLanes(lanes) / ((double) outer * inner);
  }

  static double scale(double variance, /* wide */ double eps) {
    return (double) (1 / Math.sqrt(variance + eps));
  }
}
