package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops over contiguous rows of {@code double[]}, for their normalisation, with vectors. */
final class VectorNormF64 {
  /** Four of these are no more than the lanes of a sum. */
  private static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();
  private static final int LANES = ScalarRowsF64.LANES;

  /** For what is left over at the end of a row. */
  private static final VectorSpecies<Double> SHORT = DoubleVector.SPECIES_128;

  private static final int SHORT_LENGTH = SHORT.length();

  /** So many rows are read side by side. */
  private static final int FEW_ROWS = 8;

  private VectorNormF64() {}

  /** See {@link ScalarNormF64#addToLanes}. */
  static void add(double[] x, int at, int n, double[] lanes) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      VectorRowsF64.addLanes(lanes, lane, x, at + lane, at + full, LANES, lanes, lane);
    }
    VectorRowsF64.add(x, at + full, lanes, 0, n - full);
  }

  /** See {@link ScalarNormF64#addDeviationsToLanes}. */
  static void addDeviations(
      double[] a,
      double meanOfA,
      double[] b,
      double meanOfB,
      int at,
      int n,
      double[] sums,
      double[] products) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFullDeviations(a, meanOfA, b, meanOfB, at + lane, at + full, sums, products, lane);
    }
    int i = full;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector deviation = deviation(b, at + i, meanOfB);
      DoubleVector.fromArray(SPECIES, sums, i - full).add(deviation).intoArray(sums, i - full);
      deviation(a, at + i, meanOfA)
          .fma(deviation, DoubleVector.fromArray(SPECIES, products, i - full))
          .intoArray(products, i - full);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector deviation = DoubleVector.fromArray(SHORT, b, at + i).sub(meanOfB);
      DoubleVector.fromArray(SHORT, sums, i - full).add(deviation).intoArray(sums, i - full);
      DoubleVector.fromArray(SHORT, a, at + i)
          .sub(meanOfA)
          .fma(deviation, DoubleVector.fromArray(SHORT, products, i - full))
          .intoArray(products, i - full);
    }
    for (; i < n; i++) {
      double deviation = b[at + i] - meanOfB;
      sums[i - full] += deviation;
      products[i - full] = Math.fma(a[at + i] - meanOfA, deviation, products[i - full]);
    }
  }

  private static void addFullDeviations(
      double[] a,
      double meanOfA,
      double[] b,
      double meanOfB,
      int at,
      int end,
      double[] sums,
      double[] products,
      int lane) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, sums, lane);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, sums, lane + LENGTH);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, sums, lane + 2 * LENGTH);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, sums, lane + 3 * LENGTH);
    DoubleVector product0 = DoubleVector.fromArray(SPECIES, products, lane);
    DoubleVector product1 = DoubleVector.fromArray(SPECIES, products, lane + LENGTH);
    DoubleVector product2 = DoubleVector.fromArray(SPECIES, products, lane + 2 * LENGTH);
    DoubleVector product3 = DoubleVector.fromArray(SPECIES, products, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
      DoubleVector d0 = deviation(b, i, meanOfB);
      DoubleVector d1 = deviation(b, i + LENGTH, meanOfB);
      DoubleVector d2 = deviation(b, i + 2 * LENGTH, meanOfB);
      DoubleVector d3 = deviation(b, i + 3 * LENGTH, meanOfB);
      sum0 = sum0.add(d0);
      sum1 = sum1.add(d1);
      sum2 = sum2.add(d2);
      sum3 = sum3.add(d3);
      product0 = deviation(a, i, meanOfA).fma(d0, product0);
      product1 = deviation(a, i + LENGTH, meanOfA).fma(d1, product1);
      product2 = deviation(a, i + 2 * LENGTH, meanOfA).fma(d2, product2);
      product3 = deviation(a, i + 3 * LENGTH, meanOfA).fma(d3, product3);
    }
    sum0.intoArray(sums, lane);
    sum1.intoArray(sums, lane + LENGTH);
    sum2.intoArray(sums, lane + 2 * LENGTH);
    sum3.intoArray(sums, lane + 3 * LENGTH);
    product0.intoArray(products, lane);
    product1.intoArray(products, lane + LENGTH);
    product2.intoArray(products, lane + 2 * LENGTH);
    product3.intoArray(products, lane + 3 * LENGTH);
  }

  /** Like {@link #addDeviations}, where a is b: reads it once. */
  static void addSquaredDeviations(
      double[] x, double mean, int at, int n, double[] sums, double[] squares) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFullSquaredDeviations(x, mean, at + lane, at + full, sums, squares, lane);
    }
    int i = full;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector deviation = deviation(x, at + i, mean);
      DoubleVector.fromArray(SPECIES, sums, i - full).add(deviation).intoArray(sums, i - full);
      deviation
          .fma(deviation, DoubleVector.fromArray(SPECIES, squares, i - full))
          .intoArray(squares, i - full);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector deviation = DoubleVector.fromArray(SHORT, x, at + i).sub(mean);
      DoubleVector.fromArray(SHORT, sums, i - full).add(deviation).intoArray(sums, i - full);
      deviation
          .fma(deviation, DoubleVector.fromArray(SHORT, squares, i - full))
          .intoArray(squares, i - full);
    }
    for (; i < n; i++) {
      double deviation = x[at + i] - mean;
      sums[i - full] += deviation;
      squares[i - full] = Math.fma(deviation, deviation, squares[i - full]);
    }
  }

  private static void addFullSquaredDeviations(
      double[] x, double mean, int at, int end, double[] sums, double[] squares, int lane) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, sums, lane);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, sums, lane + LENGTH);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, sums, lane + 2 * LENGTH);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, sums, lane + 3 * LENGTH);
    DoubleVector square0 = DoubleVector.fromArray(SPECIES, squares, lane);
    DoubleVector square1 = DoubleVector.fromArray(SPECIES, squares, lane + LENGTH);
    DoubleVector square2 = DoubleVector.fromArray(SPECIES, squares, lane + 2 * LENGTH);
    DoubleVector square3 = DoubleVector.fromArray(SPECIES, squares, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
      DoubleVector d0 = deviation(x, i, mean);
      DoubleVector d1 = deviation(x, i + LENGTH, mean);
      DoubleVector d2 = deviation(x, i + 2 * LENGTH, mean);
      DoubleVector d3 = deviation(x, i + 3 * LENGTH, mean);
      sum0 = sum0.add(d0);
      sum1 = sum1.add(d1);
      sum2 = sum2.add(d2);
      sum3 = sum3.add(d3);
      square0 = d0.fma(d0, square0);
      square1 = d1.fma(d1, square1);
      square2 = d2.fma(d2, square2);
      square3 = d3.fma(d3, square3);
    }
    sum0.intoArray(sums, lane);
    sum1.intoArray(sums, lane + LENGTH);
    sum2.intoArray(sums, lane + 2 * LENGTH);
    sum3.intoArray(sums, lane + 3 * LENGTH);
    square0.intoArray(squares, lane);
    square1.intoArray(squares, lane + LENGTH);
    square2.intoArray(squares, lane + 2 * LENGTH);
    square3.intoArray(squares, lane + 3 * LENGTH);
  }

  /** See {@link ScalarNormF64#addDeviationsOfRows}. */
  static void addDeviationsOfRows(
      double[] a,
      double[] meanOfA,
      double[] b,
      double[] meanOfB,
      int at,
      int rows,
      int columns,
      double[] sums,
      double[] products) {
    for (int row = 0; row < rows; row += FEW_ROWS) {
      int from = at + row * columns;
      int end = at + Math.min(rows, row + FEW_ROWS) * columns;
      int j = 0;
      for (; j <= columns - LENGTH; j += LENGTH) {
        DoubleVector ofA = DoubleVector.fromArray(SPECIES, meanOfA, j);
        DoubleVector ofB = DoubleVector.fromArray(SPECIES, meanOfB, j);
        DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, j);
        DoubleVector product = DoubleVector.fromArray(SPECIES, products, j);
        for (int i = from + j; i < end; i += columns) {
          DoubleVector deviation = DoubleVector.fromArray(SPECIES, b, i).sub(ofB);
          sum = sum.add(deviation);
          product = DoubleVector.fromArray(SPECIES, a, i).sub(ofA).fma(deviation, product);
        }
        sum.intoArray(sums, j);
        product.intoArray(products, j);
      }
      for (; j < columns; j++) {
        for (int i = from + j; i < end; i += columns) {
          double deviation = b[i] - meanOfB[j];
          sums[j] += deviation;
          products[j] = Math.fma(a[i] - meanOfA[j], deviation, products[j]);
        }
      }
    }
  }

  private static DoubleVector deviation(double[] x, int at, double mean) {
    return DoubleVector.fromArray(SPECIES, x, at).sub(mean);
  }

  /** See {@link ScalarNormF64#standardizeRow}. */
  static void standardize(
      double[] x, int at, double mean, double scale, double shift, double[] y, int n) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector addend = DoubleVector.broadcast(SPECIES, shift);
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      deviation(x, i, mean).fma(factor, addend).intoArray(y, i);
    }
    for (; i <= at + n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector.fromArray(SHORT, x, i)
          .sub(mean)
          .fma(DoubleVector.broadcast(SHORT, scale), DoubleVector.broadcast(SHORT, shift))
          .intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = Math.fma(x[i] - mean, scale, shift);
    }
  }

  /** See {@link ScalarNormF64#pullRowBack}. */
  static void pullBack(
      double[] x,
      double mean,
      double[] g,
      double meanOfG,
      int at,
      double scale,
      double slope,
      double shift,
      double[] y,
      int n) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector factorOfX = DoubleVector.broadcast(SPECIES, slope);
    DoubleVector addend = DoubleVector.broadcast(SPECIES, shift);
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      deviation(x, i, mean)
          .fma(factorOfX, deviation(g, i, meanOfG))
          .fma(factor, addend)
          .intoArray(y, i);
    }
    for (; i <= at + n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector.fromArray(SHORT, x, i)
          .sub(mean)
          .fma(
              DoubleVector.broadcast(SHORT, slope),
              DoubleVector.fromArray(SHORT, g, i).sub(meanOfG))
          .fma(DoubleVector.broadcast(SHORT, scale), DoubleVector.broadcast(SHORT, shift))
          .intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = Math.fma(Math.fma(x[i] - mean, slope, g[i] - meanOfG), scale, shift);
    }
  }

  /** See {@link ScalarNormF64#scaleShiftRow}. */
  static void scaleShift(double[] x, int at, double weight, double bias, double[] y, int n) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, weight);
    DoubleVector addend = DoubleVector.broadcast(SPECIES, bias);
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, x, i).fma(factor, addend).intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = Math.fma(x[i], weight, bias);
    }
  }
}
