package io.github.wengert.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops over contiguous rows of {@code float[]}, for their normalisation, with vectors. */
final class VectorNormF32 {
  /** Four of these are no more than the lanes of a sum. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();
  private static final int LANES = ScalarRowsF32.LANES;

  /** For what is left over at the end of a row. */
  private static final VectorSpecies<Float> SHORT = FloatVector.SPECIES_128;

  private static final int SHORT_LENGTH = SHORT.length();

  /** So many rows are read side by side. */
  private static final int FEW_ROWS = 8;

  private VectorNormF32() {}

  /** See {@link ScalarNormF32#addToLanes}. */
  static void add(float[] x, int at, int n, float[] lanes) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      VectorRowsF32.addLanes(lanes, lane, x, at + lane, at + full, LANES, lanes, lane);
    }
    VectorRowsF32.add(x, at + full, lanes, 0, n - full);
  }

  /** See {@link ScalarNormF32#addDeviationsToLanes}. */
  static void addDeviations(
      float[] a,
      float meanOfA,
      float[] b,
      float meanOfB,
      int at,
      int n,
      float[] sums,
      float[] products) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFullDeviations(a, meanOfA, b, meanOfB, at + lane, at + full, sums, products, lane);
    }
    int i = full;
    for (; i <= n - LENGTH; i += LENGTH) {
      FloatVector deviation = deviation(b, at + i, meanOfB);
      FloatVector.fromArray(SPECIES, sums, i - full).add(deviation).intoArray(sums, i - full);
      deviation(a, at + i, meanOfA)
          .fma(deviation, FloatVector.fromArray(SPECIES, products, i - full))
          .intoArray(products, i - full);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector deviation = FloatVector.fromArray(SHORT, b, at + i).sub(meanOfB);
      FloatVector.fromArray(SHORT, sums, i - full).add(deviation).intoArray(sums, i - full);
      FloatVector.fromArray(SHORT, a, at + i)
          .sub(meanOfA)
          .fma(deviation, FloatVector.fromArray(SHORT, products, i - full))
          .intoArray(products, i - full);
    }
    for (; i < n; i++) {
      float deviation = b[at + i] - meanOfB;
      sums[i - full] += deviation;
      products[i - full] = Math.fma(a[at + i] - meanOfA, deviation, products[i - full]);
    }
  }

  private static void addFullDeviations(
      float[] a,
      float meanOfA,
      float[] b,
      float meanOfB,
      int at,
      int end,
      float[] sums,
      float[] products,
      int lane) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, lane);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, lane + LENGTH);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, lane + 2 * LENGTH);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, lane + 3 * LENGTH);
    FloatVector product0 = FloatVector.fromArray(SPECIES, products, lane);
    FloatVector product1 = FloatVector.fromArray(SPECIES, products, lane + LENGTH);
    FloatVector product2 = FloatVector.fromArray(SPECIES, products, lane + 2 * LENGTH);
    FloatVector product3 = FloatVector.fromArray(SPECIES, products, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
      FloatVector d0 = deviation(b, i, meanOfB);
      FloatVector d1 = deviation(b, i + LENGTH, meanOfB);
      FloatVector d2 = deviation(b, i + 2 * LENGTH, meanOfB);
      FloatVector d3 = deviation(b, i + 3 * LENGTH, meanOfB);
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
      float[] x, float mean, int at, int n, float[] sums, float[] squares) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFullSquaredDeviations(x, mean, at + lane, at + full, sums, squares, lane);
    }
    int i = full;
    for (; i <= n - LENGTH; i += LENGTH) {
      FloatVector deviation = deviation(x, at + i, mean);
      FloatVector.fromArray(SPECIES, sums, i - full).add(deviation).intoArray(sums, i - full);
      deviation
          .fma(deviation, FloatVector.fromArray(SPECIES, squares, i - full))
          .intoArray(squares, i - full);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector deviation = FloatVector.fromArray(SHORT, x, at + i).sub(mean);
      FloatVector.fromArray(SHORT, sums, i - full).add(deviation).intoArray(sums, i - full);
      deviation
          .fma(deviation, FloatVector.fromArray(SHORT, squares, i - full))
          .intoArray(squares, i - full);
    }
    for (; i < n; i++) {
      float deviation = x[at + i] - mean;
      sums[i - full] += deviation;
      squares[i - full] = Math.fma(deviation, deviation, squares[i - full]);
    }
  }

  private static void addFullSquaredDeviations(
      float[] x, float mean, int at, int end, float[] sums, float[] squares, int lane) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, lane);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, lane + LENGTH);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, lane + 2 * LENGTH);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, lane + 3 * LENGTH);
    FloatVector square0 = FloatVector.fromArray(SPECIES, squares, lane);
    FloatVector square1 = FloatVector.fromArray(SPECIES, squares, lane + LENGTH);
    FloatVector square2 = FloatVector.fromArray(SPECIES, squares, lane + 2 * LENGTH);
    FloatVector square3 = FloatVector.fromArray(SPECIES, squares, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
      FloatVector d0 = deviation(x, i, mean);
      FloatVector d1 = deviation(x, i + LENGTH, mean);
      FloatVector d2 = deviation(x, i + 2 * LENGTH, mean);
      FloatVector d3 = deviation(x, i + 3 * LENGTH, mean);
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

  /** See {@link ScalarNormF32#addDeviationsOfRows}. */
  static void addDeviationsOfRows(
      float[] a,
      float[] meanOfA,
      float[] b,
      float[] meanOfB,
      int at,
      int rows,
      int columns,
      float[] sums,
      float[] products) {
    for (int row = 0; row < rows; row += FEW_ROWS) {
      int from = at + row * columns;
      int end = at + Math.min(rows, row + FEW_ROWS) * columns;
      int j = 0;
      for (; j <= columns - LENGTH; j += LENGTH) {
        FloatVector ofA = FloatVector.fromArray(SPECIES, meanOfA, j);
        FloatVector ofB = FloatVector.fromArray(SPECIES, meanOfB, j);
        FloatVector sum = FloatVector.fromArray(SPECIES, sums, j);
        FloatVector product = FloatVector.fromArray(SPECIES, products, j);
        for (int i = from + j; i < end; i += columns) {
          FloatVector deviation = FloatVector.fromArray(SPECIES, b, i).sub(ofB);
          sum = sum.add(deviation);
          product = FloatVector.fromArray(SPECIES, a, i).sub(ofA).fma(deviation, product);
        }
        sum.intoArray(sums, j);
        product.intoArray(products, j);
      }
      for (; j < columns; j++) {
        for (int i = from + j; i < end; i += columns) {
          float deviation = b[i] - meanOfB[j];
          sums[j] += deviation;
          products[j] = Math.fma(a[i] - meanOfA[j], deviation, products[j]);
        }
      }
    }
  }

  private static FloatVector deviation(float[] x, int at, float mean) {
    return FloatVector.fromArray(SPECIES, x, at).sub(mean);
  }

  /** See {@link ScalarNormF32#standardizeRow}. */
  static void standardize(
      float[] x, int at, float mean, float scale, float shift, float[] y, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    FloatVector addend = FloatVector.broadcast(SPECIES, shift);
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      deviation(x, i, mean).fma(factor, addend).intoArray(y, i);
    }
    for (; i <= at + n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector.fromArray(SHORT, x, i)
          .sub(mean)
          .fma(FloatVector.broadcast(SHORT, scale), FloatVector.broadcast(SHORT, shift))
          .intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = Math.fma(x[i] - mean, scale, shift);
    }
  }

  /** See {@link ScalarNormF32#pullRowBack}. */
  static void pullBack(
      float[] x,
      float mean,
      float[] g,
      float meanOfG,
      int at,
      float scale,
      float slope,
      float shift,
      float[] y,
      int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    FloatVector factorOfX = FloatVector.broadcast(SPECIES, slope);
    FloatVector addend = FloatVector.broadcast(SPECIES, shift);
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      deviation(x, i, mean)
          .fma(factorOfX, deviation(g, i, meanOfG))
          .fma(factor, addend)
          .intoArray(y, i);
    }
    for (; i <= at + n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector.fromArray(SHORT, x, i)
          .sub(mean)
          .fma(FloatVector.broadcast(SHORT, slope), FloatVector.fromArray(SHORT, g, i).sub(meanOfG))
          .fma(FloatVector.broadcast(SHORT, scale), FloatVector.broadcast(SHORT, shift))
          .intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = Math.fma(Math.fma(x[i] - mean, slope, g[i] - meanOfG), scale, shift);
    }
  }

  /** See {@link ScalarNormF32#scaleShiftRow}. */
  static void scaleShift(float[] x, int at, float weight, float bias, float[] y, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, weight);
    FloatVector addend = FloatVector.broadcast(SPECIES, bias);
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, x, i).fma(factor, addend).intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = Math.fma(x[i], weight, bias);
    }
  }
}
