package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of the columns of a dense matrix of {@code double[]}, each of which
 * is a group.
 *
 * <p>Columns are added up as in {@link ColumnSumsF64}, where several rows stand side by side in one
 * wide row; numbers of the columns are repeated as often. What a mean lacks is kept, as in {@link
 * NormRowsF64}.
 *
 * <p>Rows are copied to where the numbers of the columns stand, so each loop reads and writes equal
 * positions, which is what the compiler vectorises.
 */
final class NormColumnsF64 {
  private final ScalarNormF64 kernels;
  private final int length;
  private final int columns;
  private final int width;
  private final ColumnSumsF64 columnSums;
  private final RowTreeF64 treeOfSums;
  private final RowTreeF64 treeOfProducts;

  private final double[] row;
  private final double[] mean;
  private final double[] lack;
  private final double[] variance;
  private final double[] products;

  /**
   * Prepares to normalise.
   *
   * @param length how many elements a column has
   * @param columns how many columns there are
   */
  NormColumnsF64(ScalarNormF64 kernels, int length, int columns) {
    this.kernels = kernels;
    this.length = length;
    this.columns = columns;
    columnSums = new ColumnSumsF64(kernels, length, columns);
    width = columnSums.width;
    treeOfSums = new RowTreeF64(kernels, width);
    treeOfProducts = new RowTreeF64(kernels, width);
    row = new double[width];
    mean = new double[width];
    lack = new double[width];
    variance = new double[width];
    products = new double[width];
  }

  void moments(double[] x, double[] means, double[] variances) {
    findMoments(x, 0);
    for (int i = 0; i < columns; i++) {
      means[i] = mean[i] + lack[i];
    }
    System.arraycopy(variance, 0, variances, 0, columns);
  }

  /** y[yAt + c] ← the biased variance of column c. */
  void variance(double[] x, int xAt, double[] y, int yAt) {
    findMoments(x, xAt);
    System.arraycopy(variance, 0, y, yAt, columns);
  }

  boolean normalize(double[] x, /* wide */ double eps, double[] y) {
    findMoments(x, 0);
    double[] scale = scale(eps);
    double[] shift = new double[width];
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

  boolean vjp(double[] x, double[] g, /* wide */ double eps, double[] y) {
    findMoments(x, 0);
    double[] scale = scale(eps);
    double[] meanOfG = new double[width];
    double[] lackOfG = new double[width];
    findMean(g, 0, meanOfG);
    findDeviations(x, mean, g, meanOfG, 0, lackOfG);
    double[] slope = new double[width];
    double[] shift = new double[width];
    for (int i = 0; i < width; i++) {
      slope[i] = -scale[i] * scale[i] * (products[i] - lack[i] * lackOfG[i]);
      shift[i] = -scale[i] * (lackOfG[i] + slope[i] * lack[i]);
    }
    double[] cotangents = new double[width];
    for (int at = 0; at < length * columns; at += width) {
      int n = Math.min(width, length * columns - at);
      System.arraycopy(x, at, row, 0, n);
      System.arraycopy(g, at, cotangents, 0, n);
      for (int i = 0; i < width; i++) {
        double slopeOfX = Math.fma(row[i] - mean[i], slope[i], cotangents[i] - meanOfG[i]);
        row[i] = Math.fma(slopeOfX, scale[i], shift[i]);
      }
      System.arraycopy(row, 0, y, at, n);
    }
    return !arePositive(scale);
  }

  static void scaleShift(
      double[] x, double[] weight, double[] bias, int rows, int columns, double[] y) {
    double[] row = new double[columns];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = Math.fma(row[i], weight[i], bias[i]);
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  private static boolean arePositive(double[] numbers) {
    boolean positive = true;
    for (double number : numbers) {
      positive &= number > 0;
    }
    return positive;
  }

  private double[] scale(/* wide */ double eps) {
    double[] scale = new double[width];
    for (int i = 0; i < width; i++) {
      scale[i] = NormRowsF64.scale(variance[i], eps);
    }
    return scale;
  }

  /** Finds the means of the columns, what they lack, and the biased variances. */
  private void findMoments(double[] x, int xAt) {
    findMean(x, xAt, mean);
    findDeviations(x, mean, x, mean, xAt, lack);
    for (int i = 0; i < width; i++) {
      variance[i] = Math.max(products[i] - lack[i] * lack[i], 0);
    }
  }

  private void findMean(double[] x, int xAt, double[] means) {
    columnSums.sum(x, xAt, means, 0);
    divideAndRepeat(means);
  }

  /**
   * sums ← the means of all b − meanOfB, and products ← those of (a − meanOfA)(b − meanOfB), of
   * matrices that begin at {@code from}.
   */
  private void findDeviations(
      double[] a, double[] meanOfA, double[] b, double[] meanOfB, int from, double[] sums) {
    Arrays.fill(sums, 0);
    Arrays.fill(products, 0);
    for (int r = 0; r < columnSums.rows; r += ColumnSumsF64.BLOCK) {
      if (r > 0) {
        treeOfSums.add(sums, 0);
        treeOfProducts.add(products, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(products, 0);
      }
      int count = Math.min(ColumnSumsF64.BLOCK, columnSums.rows - r);
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
  private void divideAndRepeat(double[] sums) {
    for (int i = 0; i < columns; i++) {
      sums[i] /= length;
    }
    for (int i = columns; i < width; i++) {
      sums[i] = sums[i - columns];
    }
  }
}
