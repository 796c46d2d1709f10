package io.github.wengert.ops.kernel;

/**
 * Statistics and normalisation of groups of {@code double[]} that are made of contiguous rows: the
 * middle of {@code [outer, groups, inner]} says which group a row of {@code inner} elements belongs
 * to.
 *
 * <p>Rows go through a short array block by block, so the steps in between find their elements in
 * the first cache, and read and write equal positions, which is what the compiler vectorises.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
final class NormRowsF64 {
  private static final int BLOCK = 1024;

  private final ScalarRowsF64 kernels;
  private final int outer;
  private final int groups;
  private final int inner;
  private final double[] centred;
  private final double[] cotangents;
  private final double[] products;
  private final double[] lanes = new double[ScalarRowsF64.LANES];

  NormRowsF64(ScalarRowsF64 kernels, int outer, int groups, int inner) {
    this.kernels = kernels;
    this.outer = outer;
    this.groups = groups;
    this.inner = inner;
    int block = Math.min(inner, BLOCK);
    this.centred = new double[block];
    this.cotangents = new double[block];
    this.products = new double[block];
  }

  private interface Term {
    double of(int at, int n);
  }

  private interface Step {
    void run(int at, int n);
  }

  void moments(double[] x, double[] mean, double[] variance) {
    for (int group = 0; group < groups; group++) {
      mean[group] = mean(x, group);
      variance[group] = covariance(x, mean[group], x, mean[group], group);
    }
  }

  void normalize(double[] x, /* wide */ double eps, double[] y) {
    for (int group = 0; group < groups; group++) {
      double mean = mean(x, group);
      double scale = scale(covariance(x, mean, x, mean, group), eps);
      forEachBlock(
          group,
          (at, n) -> {
            kernels.subtract(x, at, mean, centred, 0, n);
            for (int i = 0; i < n; i++) {
              centred[i] *= scale;
            }
            System.arraycopy(centred, 0, y, at, n);
          });
    }
  }

  void vjp(double[] x, double[] g, /* wide */ double eps, double[] y) {
    for (int group = 0; group < groups; group++) {
      double mean = mean(x, group);
      double meanOfG = mean(g, group);
      double scale = scale(covariance(x, mean, x, mean, group), eps);
      double slope = scale * scale * covariance(x, mean, g, meanOfG, group);
      forEachBlock(
          group,
          (at, n) -> {
            kernels.subtract(x, at, mean, centred, 0, n);
            kernels.subtract(g, at, meanOfG, cotangents, 0, n);
            for (int i = 0; i < n; i++) {
              cotangents[i] = scale * (cotangents[i] - slope * centred[i]);
            }
            System.arraycopy(cotangents, 0, y, at, n);
          });
    }
  }

  void scaleShift(double[] x, double[] weight, double[] bias, double[] y) {
    for (int group = 0; group < groups; group++) {
      double factor = weight[group];
      double addend = bias[group];
      forEachBlock(
          group,
          (at, n) -> {
            System.arraycopy(x, at, centred, 0, n);
            for (int i = 0; i < n; i++) {
              centred[i] = Math.fma(centred[i], factor, addend);
            }
            System.arraycopy(centred, 0, y, at, n);
          });
    }
  }

  private double mean(double[] x, int group) {
    return meanOf(group, (at, n) -> kernels.sumOfRow(x, at, n, lanes));
  }

  /** Returns the mean of (a − meanOfA)(b − meanOfB). */
  @SuppressWarnings("ReferenceEquality") // a shortcut
  private double covariance(double[] a, double meanOfA, double[] b, double meanOfB, int group) {
    double[] other = a == b ? centred : cotangents;
    return meanOf(
        group,
        (at, n) -> {
          kernels.subtract(a, at, meanOfA, centred, 0, n);
          if (other != centred) {
            kernels.subtract(b, at, meanOfB, other, 0, n);
          }
          for (int i = 0; i < n; i++) {
            products[i] = centred[i] * other[i];
          }
          return kernels.sumOfRow(products, 0, n, lanes);
        });
  }

  /** Returns the sum over the blocks of a group, divided by the number of its elements. */
  private double meanOf(int group, Term term) {
    /* wide */ double sum = 0;
    for (int o = 0; o < outer; o++) {
      int from = (o * groups + group) * inner;
      for (int at = 0; at < inner; at += BLOCK) {
        sum += term.of(from + at, Math.min(BLOCK, inner - at));
      }
    }
    return (double) (sum / outer / inner);
  }

  private void forEachBlock(int group, Step step) {
    for (int o = 0; o < outer; o++) {
      int from = (o * groups + group) * inner;
      for (int at = 0; at < inner; at += BLOCK) {
        step.run(from + at, Math.min(BLOCK, inner - at));
      }
    }
  }

  static double scale(double variance, /* wide */ double eps) {
    return (double) (1 / Math.sqrt(variance + eps));
  }
}
