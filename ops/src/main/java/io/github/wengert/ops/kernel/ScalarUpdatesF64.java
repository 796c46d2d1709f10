package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Steps of optimizers on {@code double[]}. Memory bounds them, and the compiler vectorises their
 * loops, so that vectors of our own would add nothing. Each variant has a loop of its own: no
 * branch, and no array that it does not need.
 *
 * <p>Loops over five arrays are too long for the compiler to vectorise. They are cut in two, which
 * take turns on blocks that stay in the first cache: still one pass through memory.
 */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
abstract class ScalarUpdatesF64 implements UpdateKernels<double[]> {
  /** How many elements are squared and added by one thread without a break. */
  private static final int BLOCK = 1 << 14;

  /** So many squares are added in eight lanes before the sums of such blocks are. */
  private static final int FEW = 512;

  /** How many elements of six arrays stay in the first cache. */
  private static final int CACHED = 512;

  @Override
  public void gradientStep(double[] w, double[] g, int n, Step step) {
    StepF64 by = StepF64.of(step);
    if (Ranges.isOne(n)) {
      gradient(w, g, 0, n, by); // small nets do little else, and the loop would be an object
    } else {
      Ranges.run(n, (from, to) -> gradient(w, g, from, to, by));
    }
  }

  /** Makes the step of gradient descent for i in [from, to). */
  void gradient(double[] w, double[] g, int from, int to, StepF64 by) {
    for (int i = from; i < to; i++) {
      w[i] = by.descend(w[i], by.slope(w[i], g[i]));
    }
  }

  @Override
  public void momentumStep(
      double[] w,
      double[] g,
      double[] v,
      int n,
      Step step,
      /* wide */ double momentum,
      /* wide */ double dampening,
      boolean nesterov) {
    StepF64 by = StepF64.of(step);
    double keep = (double) momentum;
    double take = (double) (1 - dampening);
    Ranges.run(
        n,
        nesterov
            ? (from, to) -> nesterov(w, g, v, from, to, by, keep, take)
            : (from, to) -> momentum(w, g, v, from, to, by, keep, take));
  }

  private static void momentum(
      double[] w, double[] g, double[] v, int from, int to, StepF64 by, double keep, double take) {
    for (int i = from; i < to; i++) {
      v[i] = keep * v[i] + take * by.slope(w[i], g[i]);
      w[i] = by.descend(w[i], v[i]);
    }
  }

  private static void nesterov(
      double[] w, double[] g, double[] v, int from, int to, StepF64 by, double keep, double take) {
    for (int i = from; i < to; i++) {
      double d = by.slope(w[i], g[i]);
      v[i] = keep * v[i] + take * d;
      w[i] = by.descend(w[i], d + keep * v[i]);
    }
  }

  // ---------------------------------------------------------------------------------------- Adam

  /** The numbers of Adam, rounded once. */
  private record Adam(
      double keep1,
      double take1,
      double keep2,
      double take2,
      double first,
      double second,
      double epsilon) {
    static Adam of(
        /* wide */ double beta1,
        /* wide */ double beta2,
        /* wide */ double first,
        /* wide */ double second,
        /* wide */ double epsilon) {
      return new Adam(
          (double) beta1,
          (double) (1 - beta1),
          (double) beta2,
          (double) (1 - beta2),
          (double) first,
          (double) second,
          StepF64.floor(epsilon));
    }

    double direction(double m, double s) {
      return first * m / (second * (double) Math.sqrt(s) + epsilon);
    }
  }

  @Override
  public void adamStep(
      double[] w,
      double[] g,
      double[] m,
      double[] s,
      int n,
      Step step,
      /* wide */ double beta1,
      /* wide */ double beta2,
      /* wide */ double first,
      /* wide */ double second,
      /* wide */ double epsilon) {
    StepF64 by = StepF64.of(step);
    Adam adam = Adam.of(beta1, beta2, first, second, epsilon);
    Ranges.run(n, (from, to) -> adam(w, g, m, s, from, to, by, adam));
  }

  private static void adam(
      double[] w, double[] g, double[] m, double[] s, int from, int to, StepF64 by, Adam adam) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      m[i] = adam.keep1 * m[i] + adam.take1 * d;
      s[i] = adam.keep2 * s[i] + adam.take2 * (d * d);
      w[i] = by.descend(w[i], adam.direction(m[i], s[i]));
    }
  }

  @Override
  public void amsgradStep(
      double[] w,
      double[] g,
      double[] m,
      double[] s,
      double[] largest,
      int n,
      Step step,
      /* wide */ double beta1,
      /* wide */ double beta2,
      /* wide */ double first,
      /* wide */ double second,
      /* wide */ double epsilon) {
    StepF64 by = StepF64.of(step);
    Adam adam = Adam.of(beta1, beta2, first, second, epsilon);
    Ranges.run(n, (from, to) -> amsgrad(w, g, m, s, largest, from, to, by, adam));
  }

  private static void amsgrad(
      double[] w,
      double[] g,
      double[] m,
      double[] s,
      double[] largest,
      int from,
      int to,
      StepF64 by,
      Adam adam) {
    for (int block = from; block < to; block += CACHED) {
      int end = Math.min(block + CACHED, to);
      moments(w, g, m, s, block, end, by, adam);
      descendByLargest(w, m, s, largest, block, end, by, adam);
    }
  }

  private static void moments(
      double[] w, double[] g, double[] m, double[] s, int from, int to, StepF64 by, Adam adam) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      m[i] = adam.keep1 * m[i] + adam.take1 * d;
      s[i] = adam.keep2 * s[i] + adam.take2 * (d * d);
    }
  }

  private static void descendByLargest(
      double[] w,
      double[] m,
      double[] s,
      double[] largest,
      int from,
      int to,
      StepF64 by,
      Adam adam) {
    for (int i = from; i < to; i++) {
      largest[i] = Math.max(largest[i], s[i]);
      w[i] = by.descend(w[i], adam.direction(m[i], largest[i]));
    }
  }

  // ------------------------------------------------------------------------------------- RMSProp

  /** The numbers of RMSProp, rounded once. */
  private record RmsProp(double keep, double take, double epsilon, double momentum) {
    double average(double s, double d) {
      return keep * s + take * (d * d);
    }

    double mean(double mean, double d) {
      return keep * mean + take * d;
    }

    double ratio(double d, double s) {
      return d / ((double) Math.sqrt(s) + epsilon);
    }

    double ratio(double d, double s, double mean) {
      return ratio(d, Math.max(s - mean * mean, 0)); // rounding could make a variance negative
    }
  }

  @Override
  public void rmsPropStep(
      double[] w,
      double[] g,
      double[] s,
      double @Nullable [] mean,
      double @Nullable [] v,
      int n,
      Step step,
      /* wide */ double alpha,
      /* wide */ double epsilon,
      /* wide */ double momentum) {
    StepF64 by = StepF64.of(step);
    RmsProp rule =
        new RmsProp(
            (double) alpha, (double) (1 - alpha), StepF64.floor(epsilon), (double) momentum);
    Ranges.run(
        n,
        mean == null
            ? v == null
                ? (from, to) -> rmsProp(w, g, s, from, to, by, rule)
                : (from, to) -> rmsPropWithMomentum(w, g, s, v, from, to, by, rule)
            : v == null
                ? (from, to) -> centred(w, g, s, mean, from, to, by, rule)
                : (from, to) -> centredWithMomentum(w, g, s, mean, v, from, to, by, rule));
  }

  private static void rmsProp(
      double[] w, double[] g, double[] s, int from, int to, StepF64 by, RmsProp rule) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      s[i] = rule.average(s[i], d);
      w[i] = by.descend(w[i], rule.ratio(d, s[i]));
    }
  }

  private static void rmsPropWithMomentum(
      double[] w, double[] g, double[] s, double[] v, int from, int to, StepF64 by, RmsProp rule) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      s[i] = rule.average(s[i], d);
      v[i] = rule.momentum * v[i] + rule.ratio(d, s[i]);
      w[i] = by.descend(w[i], v[i]);
    }
  }

  private static void centred(
      double[] w,
      double[] g,
      double[] s,
      double[] mean,
      int from,
      int to,
      StepF64 by,
      RmsProp rule) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      s[i] = rule.average(s[i], d);
      mean[i] = rule.mean(mean[i], d);
      w[i] = by.descend(w[i], rule.ratio(d, s[i], mean[i]));
    }
  }

  private static void centredWithMomentum(
      double[] w,
      double[] g,
      double[] s,
      double[] mean,
      double[] v,
      int from,
      int to,
      StepF64 by,
      RmsProp rule) {
    for (int block = from; block < to; block += CACHED) {
      int end = Math.min(block + CACHED, to);
      centredMoments(w, g, s, mean, block, end, by, rule);
      accelerate(w, g, s, mean, v, block, end, by, rule);
      descend(w, v, block, end, by);
    }
  }

  private static void centredMoments(
      double[] w,
      double[] g,
      double[] s,
      double[] mean,
      int from,
      int to,
      StepF64 by,
      RmsProp rule) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      s[i] = rule.average(s[i], d);
      mean[i] = rule.mean(mean[i], d);
    }
  }

  private static void accelerate(
      double[] w,
      double[] g,
      double[] s,
      double[] mean,
      double[] v,
      int from,
      int to,
      StepF64 by,
      RmsProp rule) {
    for (int i = from; i < to; i++) {
      v[i] = rule.momentum * v[i] + rule.ratio(by.slopeToSquare(w[i], g[i]), s[i], mean[i]);
    }
  }

  private static void descend(double[] w, double[] v, int from, int to, StepF64 by) {
    for (int i = from; i < to; i++) {
      w[i] = by.descend(w[i], v[i]);
    }
  }

  // ------------------------------------------------------------------------------------- Adagrad

  @Override
  public void adagradStep(
      double[] w, double[] g, double[] s, int n, Step step, /* wide */ double epsilon) {
    StepF64 by = StepF64.of(step);
    double floor = StepF64.floor(epsilon);
    Ranges.run(n, (from, to) -> adagrad(w, g, s, from, to, by, floor));
  }

  private static void adagrad(
      double[] w, double[] g, double[] s, int from, int to, StepF64 by, double epsilon) {
    for (int i = from; i < to; i++) {
      double d = by.slopeToSquare(w[i], g[i]);
      s[i] = Math.min(s[i] + d * d, Double.MAX_VALUE); // a sum never fades
      w[i] = by.descend(w[i], d / ((double) Math.sqrt(s[i]) + epsilon));
    }
  }

  // ---------------------------------------------------------------------------------------- norm

  @Override
  public /* wide */ double sumOfSquares(double[] x, int n) {
    /* wide */ double[] sums = new /* wide */ double[Math.ceilDiv(n, BLOCK)];
    Ranges.runBlocks(
        sums.length,
        BLOCK,
        (from, to) -> {
          for (int block = from; block < to; block++) {
            sums[block] = sumOfSquares(x, block * BLOCK, Math.min(n - block * BLOCK, BLOCK));
          }
        });
    for (int step = 1; step < sums.length; step *= 2) {
      for (int i = 0; i + step < sums.length; i += 2 * step) {
        sums[i] += sums[i + step];
      }
    }
    return n == 0 ? 0 : sums[0];
  }

  /**
   * Adds element i to one of eight lanes, so that as many additions are on their way at once; many
   * elements by halves.
   */
  private static /* wide */ double sumOfSquares(double[] x, int from, int n) {
    if (n > FEW) {
      int half = n / 2;
      return sumOfSquares(x, from, half) + sumOfSquares(x, from + half, n - half);
    }
    /* wide */ double a = 0;
    /* wide */ double b = 0;
    /* wide */ double c = 0;
    /* wide */ double d = 0;
    /* wide */ double e = 0;
    /* wide */ double f = 0;
    /* wide */ double g = 0;
    /* wide */ double h = 0;
    int end = from + n / 8 * 8;
    for (int i = from; i < end; i += 8) {
      a += square(x[i]);
      b += square(x[i + 1]);
      c += square(x[i + 2]);
      d += square(x[i + 3]);
      e += square(x[i + 4]);
      f += square(x[i + 5]);
      g += square(x[i + 6]);
      h += square(x[i + 7]);
    }
    for (int i = end; i < from + n; i++) {
      a += square(x[i]);
    }
    return ((a + e) + (c + g)) + ((b + f) + (d + h));
  }

  private static /* wide */ double square(/* wide */ double x) {
    return x * x;
  }

  @Override
  public /* wide */ double largest(double[] x, int n) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    return largest;
  }
}
