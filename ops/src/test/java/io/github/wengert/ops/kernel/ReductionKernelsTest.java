package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops along the middle of {@code [outer, length, inner]}. */
class ReductionKernelsTest {
  /** Lengths around the edges of lanes and vectors. */
  private static final int[] ROWS = {
    0, 1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 95, 96, 97, 127, 128, 129, 191,
    192, 193, 509, 1024, 1031
  };

  private static final int[] FEW = {1, 2, 3, 8};

  private interface Reduction<A> {
    void run(A x, int outer, int length, int inner, A y);
  }

  private interface Lane {
    void check(double[] lane, double result);
  }

  /** Runs {@code reduction} on all sizes and hands each lane with its result to {@code lane}. */
  private static <A> void forEachLane(
      ElementType<A> type, boolean specials, Reduction<A> reduction, Lane lane) {
    for (int length : ElementType.SIZES) {
      for (int outer : FEW) {
        for (int inner : FEW) {
          int n = outer * length * inner;
          double[] x = specials ? type.randomWithSpecials(n, n) : type.random(n, n);
          A y = type.garbage(outer * inner);
          if (length > 0) {
            reduction.run(type.array(x), outer, length, inner, y);
            check(x, outer, length, inner, type.read(y), lane);
          }
        }
      }
    }
  }

  private static void check(double[] x, int outer, int length, int inner, double[] y, Lane lane) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        lane.check(laneOf(x, length, inner, o, i), y[o * inner + i]);
      }
    }
  }

  private static double[] laneOf(double[] x, int length, int inner, int o, int i) {
    double[] lane = new double[length];
    Arrays.setAll(lane, l -> x[(o * length + l) * inner + i]);
    return lane;
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_sum_is_within_the_bound_of_its_length(ElementType<A> type) {
    forEachLane(
        type,
        false,
        type.kernels()::sum,
        (lane, sum) -> {
          BigDecimal exact = BigDecimal.ZERO;
          double magnitudes = 0;
          for (double element : lane) {
            exact = exact.add(new BigDecimal(element));
            magnitudes += Math.abs(element);
          }
          double bound = lane.length * type.epsilon() / 2 * magnitudes;
          assertThat(sum).isCloseTo(exact.doubleValue(), within(bound + type.epsilon() * 1e-3));
        });
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_contiguous_sum_runs_over_256_bytes_of_lanes_added_in_a_fixed_tree(
      ElementType<A> type) {
    int width = type.isWide() ? 32 : 64;
    for (int n : ROWS) {
      double[] x = type.random(n, n);
      double[] lanes = new double[width];
      for (int i = 0; i < n; i++) {
        lanes[i % width] = type.round(lanes[i % width] + x[i]);
      }
      for (int half = width / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
          lanes[lane] = type.round(lanes[lane] + lanes[lane + half]);
        }
      }
      A y = type.garbage(1);
      type.kernels().sum(type.array(x), 1, n, 1, y);
      assertThat(type.read(y)).as("%d elements", n).containsExactly(lanes[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_sum_of_nothing_is_zero(ElementType<A> type) {
    for (int inner : FEW) {
      A y = type.garbage(3 * inner);
      type.kernels().sum(type.array(), 3, 0, inner, y);
      assertThat(type.read(y)).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void max_and_min_propagate_NaN_and_tell_zeros_apart(ElementType<A> type) {
    forEachLane(
        type,
        true,
        type.kernels()::max,
        (lane, max) -> assertThat(max).isEqualTo(boxed(lane).reduce(Math::max).orElseThrow()));
    forEachLane(
        type,
        true,
        type.kernels()::min,
        (lane, min) -> assertThat(min).isEqualTo(boxed(lane).reduce(Math::min).orElseThrow()));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void extremeVjp_shares_the_cotangent_evenly_among_the_ties_of_a_lane(ElementType<A> type) {
    for (int length : ElementType.SIZES) {
      for (int inner : FEW) {
        int n = 3 * length * inner;
        double[] x = type.randomWithSpecials(n, n);
        double[] g = type.random(1, 3 * inner);
        A extreme = type.garbage(3 * inner);
        A y = type.garbage(n);
        if (length > 0) {
          type.kernels().max(type.array(x), 3, length, inner, extreme);
          type.kernels().extremeVjp(type.array(x), extreme, type.array(g), 3, length, inner, y);
          checkShares(type, x, type.read(extreme), g, length, inner, type.read(y));
        }
      }
    }
  }

  private static void checkShares(
      ElementType<?> type,
      double[] x,
      double[] extreme,
      double[] g,
      int length,
      int inner,
      double[] y) {
    for (int at = 0; at < x.length; at++) {
      int o = at / inner / length;
      int i = at % inner;
      double best = extreme[o * inner + i];
      double ties =
          Arrays.stream(laneOf(x, length, inner, o, i)).filter(element -> element == best).count();
      double share = type.round((x[at] == best ? 1 : 0) / ties);
      assertThat(y[at]).isEqualTo(Double.valueOf(type.round(share * g[o * inner + i])));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void argMax_and_argMin_find_the_first_NaN_else_the_first_extreme(ElementType<A> type) {
    for (boolean specials : new boolean[] {false, true}) {
      for (int length : ElementType.SIZES) {
        int outer = 3;
        int inner = 4;
        int n = outer * length * inner;
        double[] x = specials ? type.randomWithSpecials(n, n) : type.random(n, n);
        for (int lane = 0; length > 0 && lane < outer * inner; lane++) {
          int o = lane / inner;
          int i = lane % inner;
          double[] elements = laneOf(x, length, inner, o, i);
          A array = type.array(x);
          assertThat(type.kernels().argMax(array, outer, length, inner, o, i))
              .isEqualTo(firstExtreme(elements, 1));
          assertThat(type.kernels().argMin(array, outer, length, inner, o, i))
              .isEqualTo(firstExtreme(elements, -1));
        }
      }
    }
  }

  /** Boxed doubles are compared by their bits. */
  private static Stream<Double> boxed(double[] lane) {
    return Arrays.stream(lane).boxed();
  }

  /** Returns where {@code sign · x} is largest first; zeros of either sign are equal. */
  private static int firstExtreme(double[] x, int sign) {
    int best = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i])) {
        return i;
      }
      if (sign * x[i] > sign * x[best]) {
        best = i;
      }
    }
    return best;
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void logSumExp_agrees_with_the_plain_sum(ElementType<A> type) {
    forEachLane(
        type,
        false,
        type.kernels()::logSumExp,
        (lane, result) -> {
          double expected = Math.log(Arrays.stream(lane).map(Math::exp).sum());
          assertThat(result).isCloseTo(expected, within(tolerance(type, expected)));
        });
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void cross_entropies_of_labels_and_their_slopes_agree_with_the_plain_quotient(
      ElementType<A> type) {
    int[] labels = {1, 0, 4, 2};
    double[] weights = {1, 0.5, 0, 2};
    for (int classes : new int[] {5, 16, 17, 600, 1500}) {
      double[] x = type.random(classes, 4 * classes);
      A y = type.garbage(4);
      A slopes = type.garbage(4 * classes);
      type.kernels().labelCrossEntropy(type.array(x), labels, type.array(weights), 4, classes, y);
      type.kernels()
          .labelCrossEntropyVjp(
              type.array(x), labels, type.array(weights), 0.25, 4, classes, slopes);
      for (int row = 0; row < 4; row++) {
        double[] e = Arrays.stream(laneOf(x, classes, 1, row, 0)).map(Math::exp).toArray();
        double sum = Arrays.stream(e).sum();
        double loss = -weights[row] * Math.log(e[labels[row]] / sum);
        assertThat(type.read(y)[row]).isCloseTo(loss, within(tolerance(type, loss)));
        for (int c = 0; c < classes; c++) {
          double slope = weights[row] * (e[c] / sum - (c == labels[row] ? 1 : 0)) * 0.25;
          assertThat(type.read(slopes)[row * classes + c])
              .isCloseTo(slope, within(tolerance(type, slope)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void softmax_and_logSoftmax_agree_with_the_plain_quotient(ElementType<A> type) {
    for (int length : new int[] {1, 2, 5, 8, 17}) {
      int n = 2 * length * 3;
      double[] x = type.random(n, n);
      A softmax = type.garbage(n);
      A logSoftmax = type.garbage(n);
      type.kernels().softmax(type.array(x), 2, length, 3, softmax);
      type.kernels().logSoftmax(type.array(x), 2, length, 3, logSoftmax);
      for (int at = 0; at < n; at++) {
        double[] lane = laneOf(x, length, 3, at / 3 / length, at % 3);
        double sum = Arrays.stream(lane).map(Math::exp).sum();
        double share = Math.exp(x[at]) / sum;
        assertThat(type.read(softmax)[at]).isCloseTo(share, within(tolerance(type, share)));
        double max = Arrays.stream(lane).max().orElseThrow();
        double log = x[at] - max - Math.log(Arrays.stream(lane).map(e -> Math.exp(e - max)).sum());
        assertThat(type.read(logSoftmax)[at]).isCloseTo(log, within(tolerance(type, log)));
      }
    }
  }

  private static double tolerance(ElementType<?> type, double expected) {
    return 4 * type.epsilon() * (1 + Math.abs(expected));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void shifted_exponentials_do_not_overflow(ElementType<A> type) {
    double infinity = Double.POSITIVE_INFINITY;
    A x = type.array(1000, 1000, -1000, -1000, 1000, -1000, -infinity, -infinity, -infinity, 5);
    A y = type.garbage(5);
    type.kernels().logSumExp(x, 5, 2, 1, y);
    double two = 1000 + Math.log(2);
    assertThat(type.read(y))
        .containsExactly(
            new double[] {type.round(two), type.round(-1000 + Math.log(2)), 1000, -infinity, 5},
            within(type.isWide() ? 1e-12 : 1e-4));
    A shares = type.garbage(10);
    type.kernels().softmax(x, 5, 2, 1, shares);
    assertThat(type.read(shares))
        .containsExactly(0.5, 0.5, 0.5, 0.5, 1, 0, Double.NaN, Double.NaN, 0, 1);
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void an_infinite_or_NaN_element_decides_a_logSumExp(ElementType<A> type) {
    A x = type.array(1, Double.POSITIVE_INFINITY, 1, Double.NaN, Double.NaN, 1);
    A y = type.garbage(3);
    type.kernels().logSumExp(x, 3, 2, 1, y);
    assertThat(type.read(y)).containsExactly(Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);
  }
}
