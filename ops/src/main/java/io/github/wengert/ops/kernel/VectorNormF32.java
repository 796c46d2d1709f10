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

  private VectorNormF32() {}

  /** See {@link ScalarNormF32#addToLanes}. */
  static void add(float[] x, int at, int n, float[] lanes) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFull(x, at + lane, at + full, lanes, lane);
    }
    VectorRowsF32.add(x, at + full, lanes, 0, n - full);
  }

  /** Adds to four vectors' worth of lanes every {@code LANES} elements from {@code at} on. */
  private static void addFull(float[] x, int at, int end, float[] lanes, int lane) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, lanes, lane);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, lanes, lane + LENGTH);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, lanes, lane + 2 * LENGTH);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, lanes, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, i));
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, i + LENGTH));
      sum2 = sum2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LENGTH));
      sum3 = sum3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LENGTH));
    }
    sum0.intoArray(lanes, lane);
    sum1.intoArray(lanes, lane + LENGTH);
    sum2.intoArray(lanes, lane + 2 * LENGTH);
    sum3.intoArray(lanes, lane + 3 * LENGTH);
  }

  /** See {@link ScalarNormF32#addProductsToLanes}. */
  static void addProducts(
      float[] a, float meanOfA, float[] b, float meanOfB, int at, int n, float[] lanes) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFullProducts(a, meanOfA, b, meanOfB, at + lane, at + full, lanes, lane);
    }
    int i = full;
    for (; i <= n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, lanes, i - full)
          .add(product(a, meanOfA, b, meanOfB, at + i))
          .intoArray(lanes, i - full);
    }
    for (; i < n; i++) {
      lanes[i - full] += (a[at + i] - meanOfA) * (b[at + i] - meanOfB);
    }
  }

  private static void addFullProducts(
      float[] a,
      float meanOfA,
      float[] b,
      float meanOfB,
      int at,
      int end,
      float[] lanes,
      int lane) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, lanes, lane);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, lanes, lane + LENGTH);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, lanes, lane + 2 * LENGTH);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, lanes, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
      sum0 = sum0.add(product(a, meanOfA, b, meanOfB, i));
      sum1 = sum1.add(product(a, meanOfA, b, meanOfB, i + LENGTH));
      sum2 = sum2.add(product(a, meanOfA, b, meanOfB, i + 2 * LENGTH));
      sum3 = sum3.add(product(a, meanOfA, b, meanOfB, i + 3 * LENGTH));
    }
    sum0.intoArray(lanes, lane);
    sum1.intoArray(lanes, lane + LENGTH);
    sum2.intoArray(lanes, lane + 2 * LENGTH);
    sum3.intoArray(lanes, lane + 3 * LENGTH);
  }

  private static FloatVector product(float[] a, float meanOfA, float[] b, float meanOfB, int at) {
    return FloatVector.fromArray(SPECIES, a, at)
        .sub(meanOfA)
        .mul(FloatVector.fromArray(SPECIES, b, at).sub(meanOfB));
  }

  /** See {@link ScalarNormF32#standardizeRow}. */
  static void standardize(float[] x, int at, float mean, float scale, float[] y, int n) {
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, x, i).sub(mean).mul(scale).intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = (x[i] - mean) * scale;
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
      float[] y,
      int n) {
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      FloatVector.fromArray(SPECIES, g, i)
          .sub(meanOfG)
          .sub(FloatVector.fromArray(SPECIES, x, i).sub(mean).mul(slope))
          .mul(scale)
          .intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = scale * (g[i] - meanOfG - slope * (x[i] - mean));
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
