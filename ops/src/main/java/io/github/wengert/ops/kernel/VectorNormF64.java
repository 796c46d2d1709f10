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

  private VectorNormF64() {}

  /** See {@link ScalarNormF64#addToLanes}. */
  static void add(double[] x, int at, int n, double[] lanes) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFull(x, at + lane, at + full, lanes, lane);
    }
    VectorRowsF64.add(x, at + full, lanes, 0, n - full);
  }

  /** Adds to four vectors' worth of lanes every {@code LANES} elements from {@code at} on. */
  private static void addFull(double[] x, int at, int end, double[] lanes, int lane) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, lanes, lane);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, lanes, lane + LENGTH);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, lanes, lane + 2 * LENGTH);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, lanes, lane + 3 * LENGTH);
    for (int i = at; i < end; i += LANES) {
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

  /** See {@link ScalarNormF64#addProductsToLanes}. */
  static void addProducts(
      double[] a, double meanOfA, double[] b, double meanOfB, int at, int n, double[] lanes) {
    int full = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += 4 * LENGTH) {
      addFullProducts(a, meanOfA, b, meanOfB, at + lane, at + full, lanes, lane);
    }
    int i = full;
    for (; i <= n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, lanes, i - full)
          .add(product(a, meanOfA, b, meanOfB, at + i))
          .intoArray(lanes, i - full);
    }
    for (; i < n; i++) {
      lanes[i - full] += (a[at + i] - meanOfA) * (b[at + i] - meanOfB);
    }
  }

  private static void addFullProducts(
      double[] a,
      double meanOfA,
      double[] b,
      double meanOfB,
      int at,
      int end,
      double[] lanes,
      int lane) {
    DoubleVector sum0 = DoubleVector.fromArray(SPECIES, lanes, lane);
    DoubleVector sum1 = DoubleVector.fromArray(SPECIES, lanes, lane + LENGTH);
    DoubleVector sum2 = DoubleVector.fromArray(SPECIES, lanes, lane + 2 * LENGTH);
    DoubleVector sum3 = DoubleVector.fromArray(SPECIES, lanes, lane + 3 * LENGTH);
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

  private static DoubleVector product(
      double[] a, double meanOfA, double[] b, double meanOfB, int at) {
    return DoubleVector.fromArray(SPECIES, a, at)
        .sub(meanOfA)
        .mul(DoubleVector.fromArray(SPECIES, b, at).sub(meanOfB));
  }

  /** See {@link ScalarNormF64#standardizeRow}. */
  static void standardize(double[] x, int at, double mean, double scale, double[] y, int n) {
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, x, i).sub(mean).mul(scale).intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = (x[i] - mean) * scale;
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
      double[] y,
      int n) {
    int i = at;
    for (; i <= at + n - LENGTH; i += LENGTH) {
      DoubleVector.fromArray(SPECIES, g, i)
          .sub(meanOfG)
          .sub(DoubleVector.fromArray(SPECIES, x, i).sub(mean).mul(slope))
          .mul(scale)
          .intoArray(y, i);
    }
    for (; i < at + n; i++) {
      y[i] = scale * (g[i] - meanOfG - slope * (x[i] - mean));
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
