package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over contiguous rows of {@code double[]} with vectors. */
final class VectorRowsF64 {
  /** Four of these are no more than the lanes of a sum. */
  private static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  /** For what is left over at the end of a row, which is most of a short one. */
  private static final VectorSpecies<Double> SHORT = DoubleVector.SPECIES_128;

  private static final int SHORT_LENGTH = SHORT.length();

  private VectorRowsF64() {}

  static void add(double[] x, int xAt, double[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, y, yAt + i)
          .add(DoubleVector.fromArray(SPECIES, x, xAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector.fromArray(SHORT, y, yAt + i)
          .add(DoubleVector.fromArray(SHORT, x, xAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  static void addRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      add(x, xAt + row * xStep, y, yAt + row * yStep, length);
    }
  }

  /** The last vector of a row may overlap the one before. */
  static void copyRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      int from = xAt + row * xStep;
      int to = yAt + row * yStep;
      if (length >= LENGTH) {
        for (int i = 0; i < length - LENGTH; i += LENGTH) {
          DoubleVector.fromArray(SPECIES, x, from + i).intoArray(y, to + i);
        }
        DoubleVector.fromArray(SPECIES, x, from + length - LENGTH)
            .intoArray(y, to + length - LENGTH);
      } else if (length >= SHORT_LENGTH) {
        for (int i = 0; i < length - SHORT_LENGTH; i += SHORT_LENGTH) {
          DoubleVector.fromArray(SHORT, x, from + i).intoArray(y, to + i);
        }
        DoubleVector.fromArray(SHORT, x, from + length - SHORT_LENGTH)
            .intoArray(y, to + length - SHORT_LENGTH);
      } else {
        for (int i = 0; i < length; i++) {
          y[to + i] = x[from + i];
        }
      }
    }
  }

  /** The last vector may overlap the one before: its maximum is taken twice. */
  static void maxInto(double[] x, int xAt, double[] y, int n) {
    if (n < LENGTH) {
      for (int i = 0; i < n; i++) {
        y[i] = Math.max(y[i], x[xAt + i]);
      }
      return;
    }
    for (int i = 0; i < n; i += LENGTH) {
      int at = Math.min(i, n - LENGTH);
      DoubleVector.fromArray(SPECIES, y, at)
          .max(DoubleVector.fromArray(SPECIES, x, xAt + at))
          .intoArray(y, at);
    }
  }

  static void subtract(double[] x, int xAt, double c, double[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).sub(c).intoArray(y, yAt + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector.fromArray(SHORT, x, xAt + i).sub(c).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = x[xAt + i] - c;
    }
  }

  /** y ← x · c + 0, so that no zero is negative: a sum of one product. */
  static void multiply(double[] x, int xAt, double c, double[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).fma(c, 0).intoArray(y, yAt + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector.fromArray(SHORT, x, xAt + i).fma(c, 0).intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] = Math.fma(x[xAt + i], c, 0);
    }
  }

  static void divide(double[] y, int at, double c, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, y, at + i).div(c).intoArray(y, at + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      DoubleVector.fromArray(SHORT, y, at + i).div(c).intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] /= c;
    }
  }

  /** Returns the sum of a row that fills all lanes at least once. */
  static double sum(double[] x, int from, int length, double[] lanes) {
    int full = length - length % ScalarRowsF64.LANES;
    for (int lane = 0; lane < ScalarRowsF64.LANES; lane += 4 * LENGTH) {
      sumLanes(x, from + lane, from + full, lanes, lane);
    }
    add(x, from + full, lanes, 0, length - full);
    for (int half = ScalarRowsF64.LANES / 2; half >= 16; half /= 2) {
      add(lanes, half, lanes, 0, half);
    }
    return ScalarRowsF64.sumOfFew(lanes, 0, 16);
  }

  /** Sums four vectors' worth of lanes, every {@code LANES} elements from {@code at} on. */
  private static void sumLanes(double[] x, int at, int end, double[] lanes, int lane) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, x, at);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, x, at + LENGTH);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, x, at + 2 * LENGTH);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, x, at + 3 * LENGTH);
    for (int i = at + ScalarRowsF64.LANES; i < end; i += ScalarRowsF64.LANES) {
      sum0 = sum0.add(DoubleVector.fromArray(SPECIES, x, i));
      sum1 = sum1.add(DoubleVector.fromArray(SPECIES, x, i + LENGTH));
      sum2 = sum2.add(DoubleVector.fromArray(SPECIES, x, i + 2 * LENGTH));
      sum3 = sum3.add(DoubleVector.fromArray(SPECIES, x, i + 3 * LENGTH));
    }
    sum0.intoArray(lanes, lane);
    sum1.intoArray(lanes, lane + LENGTH);
    sum2.intoArray(lanes, lane + 2 * LENGTH);
    sum3.intoArray(lanes, lane + 3 * LENGTH);
  }

  /** Whether a row has a vector of elements, which {@link #max} and {@link #min} ask for. */
  static boolean isLong(int length) {
    return length >= LENGTH;
  }

  /** The last vector may overlap the one before. */
  static double max(double[] x, int from, int length) {
    int end = from + length - LENGTH;
    DoubleVector max = DoubleVector.fromArray(SPECIES, x, end);
    for (int i = from; i < end; i += LENGTH) {
      max = max.max(DoubleVector.fromArray(SPECIES, x, i));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  static double min(double[] x, int from, int length) {
    int end = from + length - LENGTH;
    DoubleVector min = DoubleVector.fromArray(SPECIES, x, end);
    for (int i = from; i < end; i += LENGTH) {
      min = min.min(DoubleVector.fromArray(SPECIES, x, i));
    }
    return min.reduceLanes(VectorOperators.MIN);
  }
}
