package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of groups of {@code float[]} that are made of contiguous rows: the
 * middle of {@code [outer, groups, inner]} says which group a row of {@code inner} elements belongs
 * to.
 *
 * <p>A sum over a group runs over lanes: the element at position i of its row is added to lane i
 * mod {@value ScalarRowsF32#LANES}, row after row. After {@value ColumnSumsF32#BLOCK} additions or
 * a row more, the lanes go into a {@linkplain RowTreeF32 tree}; in the end they are added by
 * halves.
 *
 * <p>A mean is the sum of a number m, which is rounded, and of what m lacks, the mean of x − m. The
 * latter is subtracted after m: so it matters only by how far x is from the mean, not by how large
 * the mean is.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
final class NormRowsF32 {
  private final ScalarNormF32 kernels;
  private final int outer;
  private final int groups;
  private final int inner;

  private final float[] sums = new float[ScalarRowsF32.LANES];
  private final float[] products = new float[ScalarRowsF32.LANES];
  private final RowTreeF32 treeOfSums;
  private final RowTreeF32 treeOfProducts;

  NormRowsF32(ScalarNormF32 kernels, int outer, int groups, int inner) {
    this.kernels = kernels;
    this.outer = outer;
    this.groups = groups;
    this.inner = inner;
    treeOfSums = new RowTreeF32(kernels, sums.length);
    treeOfProducts = new RowTreeF32(kernels, products.length);
  }

  void moments(float[] x, float[] mean, float[] variance) {
    for (int group = 0; group < groups; group++) {
      float m = mean(x, group);
      addDeviations(x, m, x, m, group);
      float lack = meanOf(sums);
      mean[group] = m + lack;
      variance[group] = variance(lack);
    }
  }

  /** y ← the biased variances. */
  void variance(float[] x, float[] y) {
    for (int group = 0; group < groups; group++) {
      float m = mean(x, group);
      addDeviations(x, m, x, m, group);
      y[group] = variance(meanOf(sums));
    }
  }

  boolean normalize(float[] x, /* wide */ double eps, float[] y) {
    boolean overflowed = false;
    for (int group = 0; group < groups; group++) {
      float m = mean(x, group);
      addDeviations(x, m, x, m, group);
      float lack = meanOf(sums);
      float scale = scale(variance(lack), eps);
      overflowed |= !(scale > 0);
      for (int o = 0; o < outer; o++) {
        kernels.standardizeRow(x, row(o, group), m, scale, -lack * scale, y, inner);
      }
    }
    return overflowed;
  }

  boolean vjp(float[] x, float[] g, /* wide */ double eps, float[] y) {
    boolean overflowed = false;
    for (int group = 0; group < groups; group++) {
      float m = mean(x, group);
      addDeviations(x, m, x, m, group);
      float lack = meanOf(sums);
      float scale = scale(variance(lack), eps);
      overflowed |= !(scale > 0);
      float meanOfG = mean(g, group);
      addDeviations(x, m, g, meanOfG, group);
      float lackOfG = meanOf(sums);
      float slope = -scale * scale * (meanOf(products) - lack * lackOfG);
      float shift = -scale * (lackOfG + slope * lack);
      for (int o = 0; o < outer; o++) {
        int at = row(o, group);
        kernels.pullRowBack(x, m, g, meanOfG, at, scale, slope, shift, y, inner);
      }
    }
    return overflowed;
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

  /** Returns the mean, rounded. */
  private float mean(float[] x, int group) {
    Arrays.fill(sums, 0);
    int depth = 0;
    for (int o = 0; o < outer; o++) {
      for (int from = 0; from < inner; from += ScalarRowsF32.LONGEST) {
        if (depth >= ColumnSumsF32.BLOCK) {
          treeOfSums.add(sums, 0);
          Arrays.fill(sums, 0);
          depth = 0;
        }
        int n = Math.min(ScalarRowsF32.LONGEST, inner - from);
        kernels.addToLanes(x, row(o, group) + from, n, sums);
        depth += Math.ceilDiv(n, ScalarRowsF32.LANES);
      }
    }
    treeOfSums.addTo(sums, 0);
    return meanOf(sums);
  }

  /** Adds up, in lanes, all b − meanOfB, and all (a − meanOfA)(b − meanOfB). */
  private void addDeviations(float[] a, float meanOfA, float[] b, float meanOfB, int group) {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    int depth = 0;
    for (int o = 0; o < outer; o++) {
      for (int from = 0; from < inner; from += ScalarRowsF32.LONGEST) {
        if (depth >= ColumnSumsF32.BLOCK) {
          treeOfSums.add(sums, 0);
          treeOfProducts.add(products, 0);
          Arrays.fill(sums, 0);
          Arrays.fill(products, 0);
          depth = 0;
        }
        int at = row(o, group) + from;
        int n = Math.min(ScalarRowsF32.LONGEST, inner - from);
        kernels.addDeviationsToLanes(a, meanOfA, b, meanOfB, at, n, sums, products);
        depth += Math.ceilDiv(n, ScalarRowsF32.LANES);
      }
    }
    treeOfSums.addTo(sums, 0);
    treeOfProducts.addTo(products, 0);
  }

  private float meanOf(float[] lanes) {
    return kernels.sumOfLanes(lanes) / ((float) outer * inner);
  }

  /** Returns the mean of squares, less the square of what the mean lacks. */
  private float variance(float lack) {
    return Math.max(meanOf(products) - lack * lack, 0);
  }

  static float scale(float variance, /* wide */ double eps) {
    return (float) (1 / Math.sqrt(variance + eps));
  }
}
