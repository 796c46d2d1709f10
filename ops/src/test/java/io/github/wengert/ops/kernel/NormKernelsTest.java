package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Normalisation of groups, the middle of {@code [outer, groups, inner]}, against plain sums. */
class NormKernelsTest {
  private static final double EPS = 0.01;

  /** Rows around the edges of vectors and blocks, columns, and what is neither. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 3, 1},
    {5, 1, 1},
    {7, 3, 1},
    {40, 17, 1},
    {1, 3, 2},
    {1, 4, 63},
    {1, 2, 65},
    {1, 2, 1023},
    {1, 2, 1024},
    {1, 2, 2050},
    {3, 2, 5},
    {4, 3, 100},
    {2, 1, 1025}
  };

  /** What one group must become. */
  private interface Group {
    double[] of(double[] x, double[] g);
  }

  private interface Loop<A> {
    void run(A x, A g, int outer, int groups, int inner, A y);
  }

  private static <A> void check(ElementType<A> type, Loop<A> loop, Group expected) {
    for (int[] size : SIZES) {
      int n = size[0] * size[1] * size[2];
      double[] x = Arrays.stream(type.random(n, n)).map(v -> type.round(v + 3)).toArray();
      double[] g = type.random(n + 1, n);
      A y = type.garbage(n);
      loop.run(type.array(x), type.array(g), size[0], size[1], size[2], y);
      double[] actual = type.read(y);
      for (int group = 0; group < size[1]; group++) {
        double[] wanted = expected.of(groupOf(x, size, group), groupOf(g, size, group));
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        assertThat(groupOf(actual, size, group))
            .as("group %d of %s", group, Arrays.toString(size))
            .containsExactly(wanted, within(100 * type.epsilon() * (1 + largest)));
      }
    }
  }

  private static double[] groupOf(double[] x, int[] size, int group) {
    double[] elements = new double[size[0] * size[2]];
    Arrays.setAll(elements, i -> x[(i / size[2] * size[1] + group) * size[2] + i % size[2]]);
    return elements;
  }

  private static double mean(int n, IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum / n;
  }

  private static double[] normalized(double[] x) {
    double mean = mean(x.length, i -> x[i]);
    double variance = mean(x.length, i -> (x[i] - mean) * (x[i] - mean));
    double root = Math.sqrt(variance + EPS);
    return Arrays.stream(x).map(v -> (v - mean) / root).toArray();
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void normalize_takes_the_mean_and_divides_by_the_deviation(ElementType<A> type) {
    check(
        type,
        (x, g, outer, groups, inner, y) ->
            type.kernels().normalize(x, outer, groups, inner, EPS, y),
        (x, g) -> normalized(x));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void normalizeVjp_is_the_product_with_the_matrix_of_derivatives(ElementType<A> type) {
    check(
        type,
        (x, g, outer, groups, inner, y) ->
            type.kernels().normalizeVjp(x, g, outer, groups, inner, EPS, y),
        (x, g) -> {
          int n = x.length;
          double[] y = normalized(x);
          double mean = mean(n, i -> x[i]);
          double s = 1 / Math.sqrt(mean(n, i -> (x[i] - mean) * (x[i] - mean)) + EPS);
          double[] product = new double[n];
          double ofG = mean(n, i -> g[i]);
          double ofGy = mean(n, i -> g[i] * y[i]);
          Arrays.setAll(product, i -> s * (g[i] - ofG - y[i] * ofGy));
          return product;
        });
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void moments_are_the_mean_and_the_biased_variance(ElementType<A> type) {
    for (int[] size : SIZES) {
      int n = size[0] * size[1] * size[2];
      double[] x = type.random(n, n);
      A means = type.garbage(size[1]);
      A variances = type.garbage(size[1]);
      type.kernels().moments(type.array(x), size[0], size[1], size[2], means, variances);
      for (int group = 0; group < size[1]; group++) {
        double[] elements = groupOf(x, size, group);
        double mean = mean(elements.length, i -> elements[i]);
        double variance = mean(elements.length, i -> (elements[i] - mean) * (elements[i] - mean));
        double magnitude = mean(elements.length, i -> Math.abs(elements[i]));
        assertThat(type.read(means)[group])
            .isCloseTo(mean, within(20 * type.epsilon() * magnitude));
        assertThat(type.read(variances)[group])
            .isCloseTo(variance, within(50 * type.epsilon() * (variance + magnitude)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void scaleShift_rounds_once(ElementType<A> type) {
    for (int[] size : SIZES) {
      int n = size[0] * size[1] * size[2];
      double[] x = type.random(n, n);
      double[] weight = type.random(1, size[1]);
      double[] bias = type.random(2, size[1]);
      A y = type.garbage(n);
      type.kernels()
          .scaleShift(
              type.array(x), type.array(weight), type.array(bias), size[0], size[1], size[2], y);
      double[] expected = new double[n];
      Arrays.setAll(
          expected,
          i -> {
            int group = i / size[2] % size[1];
            return type.fma(x[i], weight[group], bias[group]);
          });
      assertThat(type.read(y)).containsExactly(expected);
    }
  }
}
