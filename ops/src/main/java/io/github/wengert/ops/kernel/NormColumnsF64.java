package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of the columns of a dense matrix of {@code double[]}, each of which
 * is a group.
 *
 * <p>Rows are copied to where the numbers of the columns stand, so each loop reads and writes equal
 * positions, which is what the compiler vectorises.
 */
final class NormColumnsF64 {
  private final int rows;
  private final int columns;
  private final double[] row;
  private final double[] cotangents;

  NormColumnsF64(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.row = new double[columns];
    this.cotangents = new double[columns];
  }

  void moments(double[] x, double[] mean, double[] variance) {
    mean(x, mean);
    covariance(x, mean, x, mean, variance);
  }

  void normalize(double[] x, /* wide */ double eps, double[] y) {
    double[] mean = new double[columns];
    double[] scale = new double[columns];
    momentsAndScale(x, eps, mean, scale);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = (row[i] - mean[i]) * scale[i];
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  void vjp(double[] x, double[] g, /* wide */ double eps, double[] y) {
    double[] mean = new double[columns];
    double[] scale = new double[columns];
    momentsAndScale(x, eps, mean, scale);
    double[] meanOfG = new double[columns];
    mean(g, meanOfG);
    double[] slope = new double[columns];
    covariance(x, mean, g, meanOfG, slope);
    for (int i = 0; i < columns; i++) {
      slope[i] *= scale[i] * scale[i];
    }
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      System.arraycopy(g, r * columns, cotangents, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = scale[i] * (cotangents[i] - meanOfG[i] - slope[i] * (row[i] - mean[i]));
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  void scaleShift(double[] x, double[] weight, double[] bias, double[] y) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = Math.fma(row[i], weight[i], bias[i]);
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  private void momentsAndScale(double[] x, /* wide */ double eps, double[] mean, double[] scale) {
    moments(x, mean, scale);
    for (int i = 0; i < columns; i++) {
      scale[i] = NormRowsF64.scale(scale[i], eps);
    }
  }

  private void mean(double[] x, double[] mean) {
    Arrays.fill(mean, 0, columns, 0);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        mean[i] += row[i];
      }
    }
    for (int i = 0; i < columns; i++) {
      mean[i] /= rows;
    }
  }

  /** y ← the means of (a − meanOfA)(b − meanOfB). */
  private void covariance(double[] a, double[] meanOfA, double[] b, double[] meanOfB, double[] y) {
    Arrays.fill(y, 0, columns, 0);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(a, r * columns, row, 0, columns);
      System.arraycopy(b, r * columns, cotangents, 0, columns);
      for (int i = 0; i < columns; i++) {
        y[i] += (row[i] - meanOfA[i]) * (cotangents[i] - meanOfB[i]);
      }
    }
    for (int i = 0; i < columns; i++) {
      y[i] /= rows;
    }
  }
}
