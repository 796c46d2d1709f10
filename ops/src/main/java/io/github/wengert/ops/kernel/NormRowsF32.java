package io.github.wengert.ops.kernel;

/**
 * Statistics and normalisation of groups of {@code float[]} that are made of contiguous rows: the
 * middle of {@code [outer, groups, inner]} says which group a row of {@code inner} elements belongs
 * to.
 *
 * <p>Rows go through a short array block by block, so the steps in between find their elements in
 * the first cache, and read and write equal positions, which is what the compiler vectorises.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
final class NormRowsF32 {
  private static final int BLOCK = 1024;

  private final ScalarRowsF32 kernels;
  private final int outer;
  private final int groups;
  private final int inner;
  private final float[] centred;
  private final float[] cotangents;
  private final float[] products;
  private final float[] lanes = new float[ScalarRowsF32.LANES];

  NormRowsF32(ScalarRowsF32 kernels, int outer, int groups, int inner) {
    this.kernels = kernels;
    this.outer = outer;
    this.groups = groups;
    this.inner = inner;
    int block = Math.min(inner, BLOCK);
    this.centred = new float[block];
    this.cotangents = new float[block];
    this.products = new float[block];
  }

  private interface Term {
    float of(int at, int n);
  }

  private interface Step {
    void run(int at, int n);
  }

  void moments(float[] x, float[] mean, float[] variance) {
    for (int group = 0; group < groups; group++) {
      mean[group] = mean(x, group);
      variance[group] = covariance(x, mean[group], x, mean[group], group);
    }
  }

  void normalize(float[] x, /* wide */ double eps, float[] y) {
    for (int group = 0; group < groups; group++) {
      float mean = mean(x, group);
      float scale = scale(covariance(x, mean, x, mean, group), eps);
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

  void vjp(float[] x, float[] g, /* wide */ double eps, float[] y) {
    for (int group = 0; group < groups; group++) {
      float mean = mean(x, group);
      float meanOfG = mean(g, group);
      float scale = scale(covariance(x, mean, x, mean, group), eps);
      float slope = scale * scale * covariance(x, mean, g, meanOfG, group);
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

  void scaleShift(float[] x, float[] weight, float[] bias, float[] y) {
    for (int group = 0; group < groups; group++) {
      float factor = weight[group];
      float addend = bias[group];
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

  private float mean(float[] x, int group) {
    return meanOf(group, (at, n) -> kernels.sumOfRow(x, at, n, lanes));
  }

  /** Returns the mean of (a − meanOfA)(b − meanOfB). */
  @SuppressWarnings("ReferenceEquality") // a shortcut
  private float covariance(float[] a, float meanOfA, float[] b, float meanOfB, int group) {
    float[] other = a == b ? centred : cotangents;
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
  private float meanOf(int group, Term term) {
    /* wide */ double sum = 0;
    for (int o = 0; o < outer; o++) {
      int from = (o * groups + group) * inner;
      for (int at = 0; at < inner; at += BLOCK) {
        sum += term.of(from + at, Math.min(BLOCK, inner - at));
      }
    }
    return (float) (sum / outer / inner);
  }

  private void forEachBlock(int group, Step step) {
    for (int o = 0; o < outer; o++) {
      int from = (o * groups + group) * inner;
      for (int at = 0; at < inner; at += BLOCK) {
        step.run(from + at, Math.min(BLOCK, inner - at));
      }
    }
  }

  static float scale(float variance, /* wide */ double eps) {
    return (float) (1 / Math.sqrt(variance + eps));
  }
}
