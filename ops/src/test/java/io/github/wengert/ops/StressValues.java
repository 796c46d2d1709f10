package io.github.wengert.ops;

import java.util.Random;

/** Where the numbers of a stress test lie. */
enum StressValues {
  /** Of usual size, of both signs. */
  MODERATE,
  /** Between ½ and 1½: sums without cancellation. */
  POSITIVE,
  /** All the same: rounding errors add up, ties everywhere. */
  EQUAL,
  /** Small integers: ties, zeros, kinks. */
  INTEGERS,
  /** In the tails of exponentials, to both sides. */
  TAILS,
  /** One large number and small differences from it. */
  CANCELLING,
  /** The neighbours of 0, ±½, ±1 and ±2. */
  NEIGHBOURS,
  /** All of the magnitude of one random power of two. */
  SCALED,
  /** Any power of two, mixed. */
  WIDE,
  /** Random bits: most often of extreme size. */
  BITS,
  /** Zeros, denormal numbers, the ends of the range, infinities, NaN. */
  SPECIAL;

  /**
   * Returns {@code n} numbers of a type.
   *
   * @param reach the part of the type's exponents that may occur, in (0, 1]; with less than all,
   *     the ends of the range do not occur
   */
  double[] draw(Random random, DType dtype, int n, double reach) {
    double[] x = new double[n];
    double exponents = (dtype == DType.F32 ? 126 : 1022) * reach;
    double scale = Math.scalb(1.0, (int) (exponents * random.nextDouble(-1, 1)));
    double centre =
        Math.scalb(random.nextDouble(1, 2), random.nextInt(0, dtype == DType.F32 ? 22 : 50));
    double tail = (dtype == DType.F32 ? 110 : 760) * random.nextDouble(0.02, 1);
    for (int i = 0; i < n; i++) {
      double value =
          switch (this) {
            case MODERATE -> random.nextGaussian() * 1.5;
            case POSITIVE -> random.nextDouble(0.5, 1.5);
            case EQUAL -> centre;
            case INTEGERS -> random.nextInt(-3, 4);
            case TAILS -> random.nextDouble(-tail, tail);
            case CANCELLING -> centre + random.nextInt(-3, 4);
            case NEIGHBOURS -> neighbour(random, dtype, reach);
            case SCALED -> random.nextGaussian() * scale;
            case WIDE ->
                random.nextGaussian()
                    * Math.scalb(1.0, (int) (exponents * random.nextDouble(-1, 1)));
            case BITS -> reach == 1 ? bits(random, dtype) : random.nextGaussian() * scale;
            case SPECIAL -> special(random, dtype, reach);
          };
      x[i] = dtype == DType.F32 ? (float) value : value;
    }
    return x;
  }

  private static double neighbour(Random random, DType dtype, double reach) {
    double[] centres = {0.5, 1, 2, 0};
    double centre = centres[random.nextInt(reach == 1 ? 4 : 3)];
    int steps = random.nextInt(-2, 3);
    double x = centre;
    for (int i = 0; i < Math.abs(steps); i++) {
      x =
          dtype == DType.F32
              ? Math.nextAfter((float) x, steps * Float.POSITIVE_INFINITY)
              : Math.nextAfter(x, steps * Double.POSITIVE_INFINITY);
    }
    return random.nextBoolean() ? x : -x;
  }

  private static double bits(Random random, DType dtype) {
    double x =
        dtype == DType.F32
            ? Float.intBitsToFloat(random.nextInt())
            : Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(x) ? x : 1;
  }

  private static double special(Random random, DType dtype, double reach) {
    double infinity = Double.POSITIVE_INFINITY;
    boolean isWide = dtype == DType.F64;
    double[] always = {0, 0, 1, 2, 0.5, 3, infinity, Double.NaN};
    double[] ends = {
      isWide ? Double.MAX_VALUE : Float.MAX_VALUE,
      isWide ? Double.MIN_VALUE : Float.MIN_VALUE,
      isWide ? Double.MIN_NORMAL : Float.MIN_NORMAL,
      isWide ? 3e-310 : 3e-42,
      isWide ? 1e154 : 1e19,
      isWide ? 1e-154 : 1e-19,
      1e20,
      30,
      100
    };
    boolean isEnd = reach == 1 && random.nextBoolean();
    double[] from = isEnd ? ends : always;
    double x = from[random.nextInt(from.length)];
    return random.nextBoolean() ? x : -x;
  }
}
