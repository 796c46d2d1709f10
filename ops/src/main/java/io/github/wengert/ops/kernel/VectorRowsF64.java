package io.github.wengert.ops.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
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

  /** Half of the widest, for rows that are shorter. */
  private static final VectorSpecies<Double> HALF =
      SPECIES.vectorBitSize() > 256 ? DoubleVector.SPECIES_256 : SPECIES;

  private static final int HALF_LENGTH = HALF.length();

  /** For what is left over at the end of a row, which is most of a short one. */
  private static final VectorSpecies<Double> SHORT = DoubleVector.SPECIES_128;

  private static final int SHORT_LENGTH = SHORT.length();

  /** So many elements stay in the first cache, whatever the order in which they are visited. */
  private static final int FEW_ELEMENTS = 4096;

  /** So many rows are read side by side where they are far from each other. */
  private static final int FEW_ROWS = 8;

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

  /** Loads both vectors of a row before it writes the first: they may overlap. */
  static void addRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    if (length > 2 * LENGTH || length < HALF_LENGTH) {
      for (int row = 0; row < rows; row++) {
        add(x, xAt + row * xStep, y, yAt + row * yStep, length);
      }
    } else if (length < LENGTH) {
      addHalfRows(x, xAt, xStep, y, yAt, yStep, rows, length - HALF_LENGTH);
    } else {
      for (int row = 0; row < rows; row++) {
        int from = xAt + row * xStep;
        int to = yAt + row * yStep;
        int rest = length - LENGTH;
        DoubleVector left =
            DoubleVector.fromArray(SPECIES, y, to).add(DoubleVector.fromArray(SPECIES, x, from));
        DoubleVector right =
            DoubleVector.fromArray(SPECIES, y, to + rest)
                .add(DoubleVector.fromArray(SPECIES, x, from + rest));
        left.intoArray(y, to);
        right.intoArray(y, to + rest);
      }
    }
  }

  private static void addHalfRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int rest) {
    for (int row = 0; row < rows; row++) {
      int from = xAt + row * xStep;
      int to = yAt + row * yStep;
      DoubleVector left =
          DoubleVector.fromArray(HALF, y, to).add(DoubleVector.fromArray(HALF, x, from));
      DoubleVector right =
          DoubleVector.fromArray(HALF, y, to + rest)
              .add(DoubleVector.fromArray(HALF, x, from + rest));
      left.intoArray(y, to);
      right.intoArray(y, to + rest);
    }
  }

  /** The last vector of a row may overlap the one before. */
  static void copyRows(
      double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int rows, int length) {
    if (length < LENGTH) {
      VectorMask<Double> inside = SPECIES.indexInRange(0, length);
      for (int row = 0; row < rows; row++) {
        DoubleVector.fromArray(SPECIES, x, xAt + row * xStep, inside)
            .intoArray(y, yAt + row * yStep, inside);
      }
      return;
    }
    int last = length - LENGTH;
    for (int row = 0; row < rows; row++) {
      int from = xAt + row * xStep;
      int to = yAt + row * yStep;
      DoubleVector.fromArray(SPECIES, x, from).intoArray(y, to);
      for (int i = LENGTH; i < last; i += LENGTH) {
        DoubleVector.fromArray(SPECIES, x, from + i).intoArray(y, to + i);
      }
      DoubleVector.fromArray(SPECIES, x, from + last).intoArray(y, to + last);
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

  /**
   * y ← the sum of at least one row, which stand one after the other, added in their order. Some
   * rows at a time are added to what those before them left: all, where they are near each other,
   * and elsewhere as many as are read side by side at speed.
   */
  static void sumOfRows(double[] x, int xAt, int rows, double[] y, int yAt, int length) {
    int some = rows * length <= FEW_ELEMENTS ? rows : FEW_ROWS;
    double[] s = x;
    int sAt = xAt;
    int row = 1;
    do { // once even if there is but one row; a single call, since it is inlined
      int count = Math.min(row == 1 ? some - 1 : some, rows - row);
      addRowsTo(s, sAt, x, xAt + row * length, count, y, yAt, length);
      s = y;
      sAt = yAt;
      row += count;
    } while (row < rows);
  }

  /** y ← s + the sum of rows of {@code x} that stand one after the other. */
  private static void addRowsTo(
      double[] s, int sAt, double[] x, int xAt, int rows, double[] y, int yAt, int length) {
    int end = xAt + rows * length;
    int j = 0;
    for (; j <= length - 4 * LENGTH; j += 4 * LENGTH) {
      addLanes(s, sAt + j, x, xAt + j, end, length, y, yAt + j);
    }
    for (; j <= length - LENGTH; j += LENGTH) {
      DoubleVector sum = DoubleVector.fromArray(SPECIES, s, sAt + j);
      for (int i = xAt + j; i < end; i += length) {
        sum = sum.add(DoubleVector.fromArray(SPECIES, x, i));
      }
      sum.intoArray(y, yAt + j);
    }
    for (; j <= length - SHORT_LENGTH; j += SHORT_LENGTH) {
      DoubleVector sum = DoubleVector.fromArray(SHORT, s, sAt + j);
      for (int i = xAt + j; i < end; i += length) {
        sum = sum.add(DoubleVector.fromArray(SHORT, x, i));
      }
      sum.intoArray(y, yAt + j);
    }
    for (; j < length; j++) {
      double sum = s[sAt + j];
      for (int i = xAt + j; i < end; i += length) {
        sum += x[i];
      }
      y[yAt + j] = sum;
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
      int at = from + lane;
      addLanes(x, at, x, at + ScalarRowsF64.LANES, from + full, ScalarRowsF64.LANES, lanes, lane);
    }
    add(x, from + full, lanes, 0, length - full);
    return sumOfLanes(lanes);
  }

  /** Adds the upper half of the lanes to the lower one until one is left. */
  static double sumOfLanes(double[] lanes) {
    for (int half = ScalarRowsF64.LANES / 2; half >= 16; half /= 2) {
      add(lanes, half, lanes, 0, half);
    }
    return ScalarRowsF64.sumOfFew(lanes, 0, 16);
  }

  /**
   * y ← s + every {@code step}th element of {@code x} in [at, end), for four vectors' worth of
   * neighbours.
   */
  static void addLanes(
      double[] s, int sAt, double[] x, int at, int end, int step, double[] y, int yAt) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, s, sAt);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, s, sAt + LENGTH);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, s, sAt + 2 * LENGTH);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, s, sAt + 3 * LENGTH);
    for (int i = at; i < end; i += step) {
      sum0 = sum0.add(DoubleVector.fromArray(SPECIES, x, i));
      sum1 = sum1.add(DoubleVector.fromArray(SPECIES, x, i + LENGTH));
      sum2 = sum2.add(DoubleVector.fromArray(SPECIES, x, i + 2 * LENGTH));
      sum3 = sum3.add(DoubleVector.fromArray(SPECIES, x, i + 3 * LENGTH));
    }
    sum0.intoArray(y, yAt);
    sum1.intoArray(y, yAt + LENGTH);
    sum2.intoArray(y, yAt + 2 * LENGTH);
    sum3.intoArray(y, yAt + 3 * LENGTH);
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
