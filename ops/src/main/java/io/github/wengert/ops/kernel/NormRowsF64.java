package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of groups of {@code double[]} that are made of contiguous rows: the
 * middle of {@code [outer, groups, inner]} says which group a row of {@code inner} elements belongs
 * to.
 *
 * <p>A sum over a group runs over lanes: the element at position i of its row is added to lane i
 * mod {@value ScalarRowsF64#LANES}, row after row. After {@value ColumnSumsF64#BLOCK} additions or
 * a row more, the lanes go into a {@linkplain RowTreeF64 tree}; in the end they are added by
 * halves.
 *
 * <p>A mean is the sum of a number m, which is rounded, and of what m lacks, the mean of x − m. The
 * latter is subtracted after m: so it matters only by how far x is from the mean, not by how large
 * the mean is.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
final class NormRowsF64 {
  private final ScalarNormF64 kernels;
  private final int outer;
  private final int groups;
  private final int inner;

  private final double[] sums = new double[ScalarRowsF64.LANES];
  private final double[] products = new double[ScalarRowsF64.LANES];
  private final RowTreeF64 treeOfSums;
  private final RowTreeF64 treeOfProducts;

  NormRowsF64(ScalarNormF64 kernels, int outer, int groups, int inner) {
    this.kernels = kernels;
    this.outer = outer;
    this.groups = groups;
    this.inner = inner;
    treeOfSums = new RowTreeF64(kernels, sums.length);
    treeOfProducts = new RowTreeF64(kernels, products.length);
  }

  void moments(double[] x, double[] mean, double[] variance) {
    for (int group = 0; group < groups; group++) {
      double m = mean(x, group);
      addDeviations(x, m, x, m, group);
      double lack = meanOf(sums);
      mean[group] = m + lack;
      variance[group] = variance(lack);
    }
  }

  /** y ← the biased variances. */
  void variance(double[] x, double[] y) {
    for (int group = 0; group < groups; group++) {
      double m = mean(x, group);
      addDeviations(x, m, x, m, group);
      y[group] = variance(meanOf(sums));
    }
  }

  boolean normalize(double[] x, /* wide */ double eps, double[] y) {
    boolean overflowed = false;
    for (int group = 0; group < groups; group++) {
      double m = mean(x, group);
      addDeviations(x, m, x, m, group);
      double lack = meanOf(sums);
      double scale = scale(variance(lack), eps);
      overflowed |= !(scale > 0);
      for (int o = 0; o < outer; o++) {
        kernels.standardizeRow(x, row(o, group), m, scale, -lack * scale, y, inner);
      }
    }
    return overflowed;
  }

  boolean vjp(double[] x, double[] g, /* wide */ double eps, double[] y) {
    boolean overflowed = false;
    for (int group = 0; group < groups; group++) {
      double m = mean(x, group);
      addDeviations(x, m, x, m, group);
      double lack = meanOf(sums);
      double scale = scale(variance(lack), eps);
      overflowed |= !(scale > 0);
      double meanOfG = mean(g, group);
      addDeviations(x, m, g, meanOfG, group);
      double lackOfG = meanOf(sums);
      double slope = -scale * scale * (meanOf(products) - lack * lackOfG);
      double shift = -scale * (lackOfG + slope * lack);
      for (int o = 0; o < outer; o++) {
        int at = row(o, group);
        kernels.pullRowBack(x, m, g, meanOfG, at, scale, slope, shift, y, inner);
      }
    }
    return overflowed;
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

  /** Returns the mean, rounded. */
  private double mean(double[] x, int group) {
    Arrays.fill(sums, 0);
    int depth = 0;
    for (int o = 0; o < outer; o++) {
      for (int from = 0; from < inner; from += ScalarRowsF64.LONGEST) {
        if (depth >= ColumnSumsF64.BLOCK) {
          treeOfSums.add(sums, 0);
          Arrays.fill(sums, 0);
          depth = 0;
        }
        int n = Math.min(ScalarRowsF64.LONGEST, inner - from);
        kernels.addToLanes(x, row(o, group) + from, n, sums);
        depth += Math.ceilDiv(n, ScalarRowsF64.LANES);
      }
    }
    treeOfSums.addTo(sums, 0);
    return meanOf(sums);
  }

  /** Adds up, in lanes, all b − meanOfB, and all (a − meanOfA)(b − meanOfB). */
  private void addDeviations(double[] a, double meanOfA, double[] b, double meanOfB, int group) {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    int depth = 0;
    for (int o = 0; o < outer; o++) {
      for (int from = 0; from < inner; from += ScalarRowsF64.LONGEST) {
        if (depth >= ColumnSumsF64.BLOCK) {
          treeOfSums.add(sums, 0);
          treeOfProducts.add(products, 0);
          Arrays.fill(sums, 0);
          Arrays.fill(products, 0);
          depth = 0;
        }
        int at = row(o, group) + from;
        int n = Math.min(ScalarRowsF64.LONGEST, inner - from);
        kernels.addDeviationsToLanes(a, meanOfA, b, meanOfB, at, n, sums, products);
        depth += Math.ceilDiv(n, ScalarRowsF64.LANES);
      }
    }
    treeOfSums.addTo(sums, 0);
    treeOfProducts.addTo(products, 0);
  }

  private double meanOf(double[] lanes) {
    return kernels.sumOfLanes(lanes) / ((double) outer * inner);
  }

  /** Returns the mean of squares, less the square of what the mean lacks. */
  private double variance(double lack) {
    return Math.max(meanOf(products) - lack * lack, 0);
  }

  static double scale(double variance, /* wide */ double eps) {
    return (double) (1 / Math.sqrt(variance + eps));
  }
}
