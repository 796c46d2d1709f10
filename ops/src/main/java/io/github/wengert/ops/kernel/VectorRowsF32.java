package io.github.wengert.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over contiguous rows of {@code float[]} with vectors. */
final class VectorRowsF32 {
  /** Four of these are no more than the lanes of a sum. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private static final int LENGTH = SPECIES.length();

  /** Half of the widest, for rows that are shorter. */
  private static final VectorSpecies<Float> HALF =
      SPECIES.vectorBitSize() > 256 ? FloatVector.SPECIES_256 : SPECIES;

  private static final int HALF_LENGTH = HALF.length();

  /** For what is left over at the end of a row, which is most of a short one. */
  private static final VectorSpecies<Float> SHORT = FloatVector.SPECIES_128;

  private static final int SHORT_LENGTH = SHORT.length();

  /** So many elements stay in the first cache, whatever the order in which they are visited. */
  private static final int FEW_ELEMENTS = 4096;

  /** So many rows are read side by side where they are far from each other. */
  private static final int FEW_ROWS = 8;

  private VectorRowsF32() {}

  static void add(float[] x, int xAt, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, y, yAt + i)
          .add(FloatVector.fromArray(SPECIES, x, xAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector.fromArray(SHORT, y, yAt + i)
          .add(FloatVector.fromArray(SHORT, x, xAt + i))
          .intoArray(y, yAt + i);
    }
    for (; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  /** Loads both vectors of a row before it writes the first: they may overlap. */
  static void addRows(
      float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int length) {
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
        FloatVector left =
            FloatVector.fromArray(SPECIES, y, to).add(FloatVector.fromArray(SPECIES, x, from));
        FloatVector right =
            FloatVector.fromArray(SPECIES, y, to + rest)
                .add(FloatVector.fromArray(SPECIES, x, from + rest));
        left.intoArray(y, to);
        right.intoArray(y, to + rest);
      }
    }
  }

  private static void addHalfRows(
      float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int rest) {
    for (int row = 0; row < rows; row++) {
      int from = xAt + row * xStep;
      int to = yAt + row * yStep;
      FloatVector left =
          FloatVector.fromArray(HALF, y, to).add(FloatVector.fromArray(HALF, x, from));
      FloatVector right =
          FloatVector.fromArray(HALF, y, to + rest)
              .add(FloatVector.fromArray(HALF, x, from + rest));
      left.intoArray(y, to);
      right.intoArray(y, to + rest);
    }
  }

  /** The last vector of a row may overlap the one before. */
  static void copyRows(
      float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int rows, int length) {
    if (length < LENGTH) {
      VectorMask<Float> inside = SPECIES.indexInRange(0, length);
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(SPECIES, x, xAt + row * xStep, inside)
            .intoArray(y, yAt + row * yStep, inside);
      }
      return;
    }
    int last = length - LENGTH;
    for (int row = 0; row < rows; row++) {
      int from = xAt + row * xStep;
      int to = yAt + row * yStep;
      FloatVector.fromArray(SPECIES, x, from).intoArray(y, to);
      for (int i = LENGTH; i < last; i += LENGTH) {
        FloatVector.fromArray(SPECIES, x, from + i).intoArray(y, to + i);
      }
      FloatVector.fromArray(SPECIES, x, from + last).intoArray(y, to + last);
    }
  }

  /** The last vector may overlap the one before: its maximum is taken twice. */
  static void maxInto(float[] x, int xAt, float[] y, int n) {
    if (n < LENGTH) {
      for (int i = 0; i < n; i++) {
        y[i] = Math.max(y[i], x[xAt + i]);
      }
      return;
    }
    for (int i = 0; i < n; i += LENGTH) {
      int at = Math.min(i, n - LENGTH);
      FloatVector.fromArray(SPECIES, y, at)
          .max(FloatVector.fromArray(SPECIES, x, xAt + at))
          .intoArray(y, at);
    }
  }

  static void subtract(float[] x, int xAt, float c, float[] y, int yAt, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, x, xAt + i).sub(c).intoArray(y, yAt + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector.fromArray(SHORT, x, xAt + i).sub(c).intoArray(y, yAt + i);
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
  static void sumOfRows(float[] x, int xAt, int rows, float[] y, int yAt, int length) {
    int some = rows * length <= FEW_ELEMENTS ? rows : FEW_ROWS;
    addRowsTo(x, xAt, x, xAt + length, Math.min(some, rows) - 1, y, yAt, length);
    for (int row = some; row < rows; row += some) {
      int count = Math.min(some, rows - row);
      addRowsTo(y, yAt, x, xAt + row * length, count, y, yAt, length);
    }
  }

  /** y ← s + the sum of rows of {@code x} that stand one after the other. */
  private static void addRowsTo(
      float[] s, int sAt, float[] x, int xAt, int rows, float[] y, int yAt, int length) {
    int end = xAt + rows * length;
    int j = 0;
    for (; j <= length - 4 * LENGTH; j += 4 * LENGTH) {
      addLanes(s, sAt + j, x, xAt + j, end, length, y, yAt + j);
    }
    for (; j <= length - LENGTH; j += LENGTH) {
      FloatVector sum = FloatVector.fromArray(SPECIES, s, sAt + j);
      for (int i = xAt + j; i < end; i += length) {
        sum = sum.add(FloatVector.fromArray(SPECIES, x, i));
      }
      sum.intoArray(y, yAt + j);
    }
    for (; j <= length - SHORT_LENGTH; j += SHORT_LENGTH) {
      FloatVector sum = FloatVector.fromArray(SHORT, s, sAt + j);
      for (int i = xAt + j; i < end; i += length) {
        sum = sum.add(FloatVector.fromArray(SHORT, x, i));
      }
      sum.intoArray(y, yAt + j);
    }
    for (; j < length; j++) {
      float sum = s[sAt + j];
      for (int i = xAt + j; i < end; i += length) {
        sum += x[i];
      }
      y[yAt + j] = sum;
    }
  }

  static void divide(float[] y, int at, float c, int n) {
    int i = 0;
    for (; i <= n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, y, at + i).div(c).intoArray(y, at + i);
    }
    for (; i <= n - SHORT_LENGTH; i += SHORT_LENGTH) {
      FloatVector.fromArray(SHORT, y, at + i).div(c).intoArray(y, at + i);
    }
    for (; i < n; i++) {
      y[at + i] /= c;
    }
  }

  /** Returns the sum of a row that fills all lanes at least once. */
  static float sum(float[] x, int from, int length, float[] lanes) {
    int full = length - length % ScalarRowsF32.LANES;
    for (int lane = 0; lane < ScalarRowsF32.LANES; lane += 4 * LENGTH) {
      int at = from + lane;
      addLanes(x, at, x, at + ScalarRowsF32.LANES, from + full, ScalarRowsF32.LANES, lanes, lane);
    }
    add(x, from + full, lanes, 0, length - full);
    return sumOfLanes(lanes);
  }

  /** Adds the upper half of the lanes to the lower one until one is left. */
  static float sumOfLanes(float[] lanes) {
    for (int half = ScalarRowsF32.LANES / 2; half >= 16; half /= 2) {
      add(lanes, half, lanes, 0, half);
    }
    return ScalarRowsF32.sumOfFew(lanes, 0, 16);
  }

  /**
   * y ← s + every {@code step}th element of {@code x} in [at, end), for four vectors' worth of
   * neighbours.
   */
  static void addLanes(
      float[] s, int sAt, float[] x, int at, int end, int step, float[] y, int yAt) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, s, sAt);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, s, sAt + LENGTH);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, s, sAt + 2 * LENGTH);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, s, sAt + 3 * LENGTH);
    for (int i = at; i < end; i += step) {
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, i));
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, i + LENGTH));
      sum2 = sum2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LENGTH));
      sum3 = sum3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LENGTH));
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
  static float max(float[] x, int from, int length) {
    int end = from + length - LENGTH;
    FloatVector max = FloatVector.fromArray(SPECIES, x, end);
    for (int i = from; i < end; i += LENGTH) {
      max = max.max(FloatVector.fromArray(SPECIES, x, i));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  static float min(float[] x, int from, int length) {
    int end = from + length - LENGTH;
    FloatVector min = FloatVector.fromArray(SPECIES, x, end);
    for (int i = from; i < end; i += LENGTH) {
      min = min.min(FloatVector.fromArray(SPECIES, x, i));
    }
    return min.reduceLanes(VectorOperators.MIN);
  }
}
