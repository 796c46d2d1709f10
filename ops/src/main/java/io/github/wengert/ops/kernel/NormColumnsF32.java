package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Statistics and normalisation of the columns of a dense matrix of {@code float[]}, each of which
 * is a group.
 *
 * <p>Rows are copied to where the numbers of the columns stand, so each loop reads and writes equal
 * positions, which is what the compiler vectorises.
 */
final class NormColumnsF32 {
  private final int rows;
  private final int columns;
  private final float[] row;
  private final float[] cotangents;

  NormColumnsF32(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.row = new float[columns];
    this.cotangents = new float[columns];
  }

  void moments(float[] x, float[] mean, float[] variance) {
    mean(x, mean);
    covariance(x, mean, x, mean, variance);
  }

  void normalize(float[] x, /* wide */ double eps, float[] y) {
    float[] mean = new float[columns];
    float[] scale = new float[columns];
    momentsAndScale(x, eps, mean, scale);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = (row[i] - mean[i]) * scale[i];
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  void vjp(float[] x, float[] g, /* wide */ double eps, float[] y) {
    float[] mean = new float[columns];
    float[] scale = new float[columns];
    momentsAndScale(x, eps, mean, scale);
    float[] meanOfG = new float[columns];
    mean(g, meanOfG);
    float[] slope = new float[columns];
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

  void scaleShift(float[] x, float[] weight, float[] bias, float[] y) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, r * columns, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        row[i] = Math.fma(row[i], weight[i], bias[i]);
      }
      System.arraycopy(row, 0, y, r * columns, columns);
    }
  }

  private void momentsAndScale(float[] x, /* wide */ double eps, float[] mean, float[] scale) {
    moments(x, mean, scale);
    for (int i = 0; i < columns; i++) {
      scale[i] = NormRowsF32.scale(scale[i], eps);
    }
  }

  private void mean(float[] x, float[] mean) {
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
  private void covariance(float[] a, float[] meanOfA, float[] b, float[] meanOfB, float[] y) {
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
