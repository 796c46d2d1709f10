package io.github.wengert.ops.check.single;

import io.github.wengert.ops.Tensor;

/** The measured effect of rounding to single precision on the derivatives by one input. */
final class SinglePrecisionRounding {
  private final double[] sum;
  private final double[] squares;
  private final double[] sizes;
  private final double[] shares;
  private final double[] squaresOfShares;
  private final int[] counts;
  private final double[] low;
  private final double[] high;

  /**
   * @param exact the derivatives in double precision at the point itself
   */
  SinglePrecisionRounding(double[] exact) {
    this.sum = new double[exact.length];
    this.squares = new double[exact.length];
    this.sizes = new double[exact.length];
    this.shares = new double[exact.length];
    this.squaresOfShares = new double[exact.length];
    this.counts = new int[exact.length];
    this.low = exact.clone();
    this.high = exact.clone();
  }

  /**
   * One element's derivative in both precisions, and what is known of its rounding.
   *
   * @param x the element
   * @param single its derivative in single precision
   * @param exact its derivative in double precision
   * @param low the least derivative in double precision at points that rounding cannot tell apart
   * @param high the largest of those
   * @param deviation by how much the differences between both precisions vary close by
   * @param typical the root mean square of those differences
   * @param size the root mean square of the derivatives close by
   * @param bias the mean of those differences as shares of the derivatives
   * @param biasDeviation by how much that mean varies
   * @param points at how many points close by that was seen
   * @param otherBranch whether single precision takes another branch somewhere
   */
  record Evidence(
      double x,
      double single,
      double exact,
      double low,
      double high,
      double deviation,
      double typical,
      double size,
      double bias,
      double biasDeviation,
      int points,
      boolean otherBranch) {}

  /** Adds the derivatives at a point close by, in both precisions. */
  void addClose(Tensor single, Tensor exact) {
    double[] a = single.toDoubleArray();
    double[] b = exact.toDoubleArray();
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      if (Double.isFinite(difference)) {
        sum[i] += difference;
        squares[i] += difference * difference;
        sizes[i] += b[i] * b[i];
        double share = b[i] == 0 ? 0 : difference / b[i];
        shares[i] += share;
        squaresOfShares[i] += share * share;
        counts[i]++;
      }
    }
  }

  /** Adds the derivatives in double precision at a point that rounding cannot tell apart. */
  void addWithin(Tensor exact) {
    double[] b = exact.toDoubleArray();
    for (int i = 0; i < b.length; i++) {
      low[i] = Math.min(low[i], b[i]);
      high[i] = Math.max(high[i], b[i]);
    }
  }

  Evidence evidence(int i, double x, double single, double exact, boolean otherBranch) {
    int count = Math.max(1, counts[i]);
    double mean = sum[i] / count;
    double square = squares[i] / count;
    return new Evidence(
        x,
        single,
        exact,
        low[i],
        high[i],
        Math.sqrt(Math.max(0, square - mean * mean)),
        Math.sqrt(square),
        Math.sqrt(sizes[i] / count),
        shares[i] / count,
        Math.sqrt(Math.max(0, squaresOfShares[i] / count - square(shares[i] / count)) / count),
        count,
        otherBranch);
  }

  private static double square(double x) {
    return x * x;
  }
}
