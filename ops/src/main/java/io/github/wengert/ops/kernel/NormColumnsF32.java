package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of the columns of a dense matrix of {@code float[]}, each of which
 * is a group.
 *
 * <p>Columns are added up as in {@link ColumnSumsF32}, where several rows stand side by side in one
 * wide row; numbers of the columns are repeated as often. What a mean lacks is kept, as in {@link
 * NormRowsF32}.
 *
 * <p>Rows are copied to where the numbers of the columns stand, so each loop reads and writes equal
 * positions, which is what the compiler vectorises.
 */
final class NormColumnsF32 {
  private final ScalarNormF32 kernels;
  private final int length;
  private final int columns;
  private final int width;
  private final ColumnSumsF32 columnSums;
  private final RowTreeF32 treeOfSums;
  private final RowTreeF32 treeOfProducts;

  private final float[] row;
  private final float[] mean;
  private final float[] lack;
  private final float[] variance;
  private final float[] products;

  /**
   * Prepares to normalise.
   *
   * @param length how many elements a column has
   * @param columns how many columns there are
   */
  NormColumnsF32(ScalarNormF32 kernels, int length, int columns) {
    this.kernels = kernels;
    this.length = length;
    this.columns = columns;
    columnSums = new ColumnSumsF32(kernels, length, columns);
    width = columnSums.width;
    treeOfSums = new RowTreeF32(kernels, width);
    treeOfProducts = new RowTreeF32(kernels, width);
    row = new float[width];
    mean = new float[width];
    lack = new float[width];
    variance = new float[width];
    products = new float[width];
  }

  void moments(float[] x, float[] means, float[] variances) {
    findMoments(x, 0);
    for (int i = 0; i < columns; i++) {
      means[i] = mean[i] + lack[i];
    }
    System.arraycopy(variance, 0, variances, 0, columns);
  }

  /** y[yAt + c] ← the biased variance of column c. */
  void variance(float[] x, int xAt, float[] y, int yAt) {
    findMoments(x, xAt);
    System.arraycopy(variance, 0, y, yAt, columns);
  }

  boolean normalize(float[] x, /* wide */ double eps, float[] y) {
    findMoments(x, 0);
    float[] scale = scale(eps);
    float[] shift = new float[width];
    for (int i = 0; i < width; i++) {
      shift[i] = -lack[i] * scale[i];
    }
    for (int at = 0; at < length * columns; at += width) {
      int n = Math.min(width, length * columns - at);
      System.arraycopy(x, at, row, 0, n);
      for (int i = 0; i < width; i++) {
        row[i] = Math.fma(row[i] - mean[i], scale[i], shift[i]);
      }
      System.arraycopy(row, 0, y, at, n);
    }
    return !arePositive(scale);
  }

  boolean vjp(float[] x, float[] g, /* wide */ double eps, float[] y) {
    findMoments(x, 0);
    float[] scale = scale(eps);
    float[] meanOfG = new float[width];
    float[] lackOfG = new float[width];
    findMean(g, 0, meanOfG);
    findDeviations(x, mean, g, meanOfG, 0, lackOfG);
    float[] slope = new float[width];
    float[] shift = new float[width];
    for (int i = 0; i < width; i++) {
      slope[i] = -scale[i] * scale[i] * (products[i] - lack[i] * lackOfG[i]);
      shift[i] = -scale[i] * (lackOfG[i] + slope[i] * lack[i]);
    }
    float[] cotangents = new float[width];
    for (int at = 0; at < length * columns; at += width) {
      int n = Math.min(width, length * columns - at);
      System.arraycopy(x, at, row, 0, n);
      System.arraycopy(g, at, cotangents, 0, n);
      for (int i = 0; i < width; i++) {
        float slopeOfX = Math.fma(row[i] - mean[i], slope[i], cotangents[i] - meanOfG[i]);
        row[i] = Math.fma(slopeOfX, scale[i], shift[i]);
      }
      System.arraycopy(row, 0, y, at, n);
    }
    return !arePositive(scale);
  }

  static void scaleShift(
      float[] x, float[] weight, float[] bias, int rows, int columns, float[] y) {
    float[] row = new float[columns];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = Math.fma(row[i], weight[i], bias[i]);
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  private static boolean arePositive(float[] numbers) {
    boolean positive = true;
    for (float number : numbers) {
      positive &= number > 0;
    }
    return positive;
  }

  private float[] scale(/* wide */ double eps) {
    float[] scale = new float[width];
    for (int i = 0; i < width; i++) {
      scale[i] = NormRowsF32.scale(variance[i], eps);
    }
    return scale;
  }

  /** Finds the means of the columns, what they lack, and the biased variances. */
  private void findMoments(float[] x, int xAt) {
    findMean(x, xAt, mean);
    findDeviations(x, mean, x, mean, xAt, lack);
    for (int i = 0; i < width; i++) {
      variance[i] = Math.max(products[i] - lack[i] * lack[i], 0);
    }
  }

  private void findMean(float[] x, int xAt, float[] means) {
    columnSums.sum(x, xAt, means, 0);
    divideAndRepeat(means);
  }

  /**
   * sums ← the means of all b − meanOfB, and products ← those of (a − meanOfA)(b − meanOfB), of
   * matrices that begin at {@code from}.
   */
  private void findDeviations(
      float[] a, float[] meanOfA, float[] b, float[] meanOfB, int from, float[] sums) {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    for (int r = 0; r < columnSums.rows; r += ColumnSumsF32.BLOCK) {
      if (r > 0) {
        treeOfSums.add(sums, 0);
        treeOfProducts.add(products, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(products, 0);
      }
      int count = Math.min(ColumnSumsF32.BLOCK, columnSums.rows - r);
      int at = from + r * width;
      kernels.addDeviationsOfRows(a, meanOfA, b, meanOfB, at, count, width, sums, products);
    }
    int rest = from + columnSums.rows * width;
    kernels.addDeviationsOfRows(a, meanOfA, b, meanOfB, rest, 1, columnSums.rest, sums, products);
    treeOfSums.addTo(sums, 0);
    treeOfProducts.addTo(products, 0);
    columnSums.fold(sums);
    columnSums.fold(products);
    divideAndRepeat(sums);
    divideAndRepeat(products);
  }

  /** Divides the sums of columns by their length, and repeats them throughout a wide row. */
  private void divideAndRepeat(float[] sums) {
    for (int i = 0; i < columns; i++) {
      sums[i] /= length;
    }
    for (int i = columns; i < width; i++) {
      sums[i] = sums[i - columns];
    }
  }
}
