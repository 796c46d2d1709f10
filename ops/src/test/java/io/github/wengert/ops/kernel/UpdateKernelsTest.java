package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Steps of optimizers, to the bit, against their formulas: each operation rounds to the element
 * type.
 */
class UpdateKernelsTest {
  private static final Step STEP = new Step(0.1, 0.5, 0.01, 0.02);

  /** What a rule does with element i of its arrays, w and g in front; returns the direction. */
  private interface Formula {
    double direction(Rounded<?> by, double d, double[][] state, int i);
  }

  private interface Kernel<A> {
    void run(Kernels<A> kernels, A w, A g, A[] state, int n);
  }

  /** The arithmetic of an element type. */
  private record Rounded<A>(ElementType<A> type) {
    double of(double x) {
      return type.round(x);
    }

    /** Returns a x + b y. */
    double mix(double a, double x, double b, double y) {
      return of(of(of(a) * x) + of(of(b) * y));
    }

    double square(double x) {
      return of(x * x);
    }

    double root(double x) {
      return of(Math.sqrt(x));
    }
  }

  /** Holds a kernel that keeps {@code slots} arrays against its formula. */
  private static <A> void check(ElementType<A> type, int slots, Kernel<A> kernel, Formula formula) {
    for (int n : ElementType.SIZES) {
      double[] w = type.random(1, n);
      double[] g = type.random(2, n);
      double[][] state = new double[slots][];
      for (int slot = 0; slot < slots; slot++) {
        state[slot] = Arrays.stream(type.random(3 + slot, n)).map(Math::abs).toArray();
      }
      A weights = type.array(w);
      A[] arrays = arrays(type, state);
      kernel.run(type.kernels(), weights, type.array(g), arrays, n);
      Rounded<A> by = new Rounded<>(type);
      for (int i = 0; i < n; i++) {
        double d = by.mix(STEP.scale(), g[i], STEP.penalty(), w[i]);
        double pull = by.of(formula.direction(by, d, state, i) + by.of(by.of(STEP.decay()) * w[i]));
        w[i] = by.of(w[i] - by.of(by.of(STEP.rate()) * pull));
      }
      assertThat(type.read(weights)).as("w of %d", n).isEqualTo(w);
      for (int slot = 0; slot < slots; slot++) {
        assertThat(type.read(arrays[slot])).as("slot %d of %d", slot, n).isEqualTo(state[slot]);
      }
    }
  }

  @SuppressWarnings("unchecked") // an array of arrays of the element type
  private static <A> A[] arrays(ElementType<A> type, double[][] state) {
    return (A[]) Arrays.stream(state).map(type::array).toArray();
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void gradientStep_descends_with_both_decays(ElementType<A> type) {
    check(type, 0, (k, w, g, x, n) -> k.gradientStep(w, g, n, STEP), (by, d, x, i) -> d);
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void momentumStep_follows_its_formula(ElementType<A> type) {
    for (boolean nesterov : new boolean[] {false, true}) {
      check(
          type,
          1,
          (k, w, g, x, n) -> k.momentumStep(w, g, x[0], n, STEP, 0.9, 0.25, nesterov),
          (by, d, x, i) -> {
            x[0][i] = by.mix(0.9, x[0][i], 0.75, d);
            return nesterov ? by.mix(1, d, 0.9, x[0][i]) : x[0][i];
          });
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void adamStep_follows_its_formula(ElementType<A> type) {
    check(
        type,
        2,
        (k, w, g, x, n) -> k.adamStep(w, g, x[0], x[1], n, STEP, 0.9, 0.999, 10, 30, 1e-3),
        (by, d, x, i) -> {
          moments(by, d, x, i);
          return adam(by, x[0][i], x[1][i]);
        });
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void amsgradStep_follows_its_formula(ElementType<A> type) {
    check(
        type,
        3,
        (k, w, g, x, n) -> k.amsgradStep(w, g, x[0], x[1], x[2], n, STEP, 0.9, 0.999, 10, 30, 1e-3),
        (by, d, x, i) -> {
          moments(by, d, x, i);
          x[2][i] = Math.max(x[2][i], x[1][i]);
          return adam(by, x[0][i], x[2][i]);
        });
  }

  private static void moments(Rounded<?> by, double d, double[][] x, int i) {
    x[0][i] = by.mix(0.9, x[0][i], 1 - 0.9, d);
    x[1][i] = by.mix(0.999, x[1][i], 1 - 0.999, by.square(d));
  }

  private static double adam(Rounded<?> by, double m, double s) {
    return by.of(by.of(10 * m) / by.of(by.of(30 * by.root(s)) + by.of(1e-3)));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void rmsPropStep_follows_its_formula(ElementType<A> type) {
    for (boolean centred : new boolean[] {false, true}) {
      for (boolean moving : new boolean[] {false, true}) {
        check(
            type,
            3,
            (k, w, g, x, n) ->
                k.rmsPropStep(
                    w, g, x[0], only(centred, x[1]), only(moving, x[2]), n, STEP, 0.8, 0.1, 0.9),
            (by, d, x, i) -> {
              x[0][i] = by.mix(0.8, x[0][i], 1 - 0.8, by.square(d));
              double variance = x[0][i];
              if (centred) {
                x[1][i] = by.mix(0.8, x[1][i], 1 - 0.8, d);
                variance = Math.max(by.of(variance - by.square(x[1][i])), 0);
              }
              double ratio = by.of(d / by.of(by.root(variance) + by.of(0.1)));
              if (!moving) {
                return ratio;
              }
              x[2][i] = by.of(by.of(by.of(0.9) * x[2][i]) + ratio);
              return x[2][i];
            });
      }
    }
  }

  private static <A> @Nullable A only(boolean wanted, A array) {
    return wanted ? array : null;
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void adagradStep_follows_its_formula(ElementType<A> type) {
    check(
        type,
        1,
        (k, w, g, x, n) -> k.adagradStep(w, g, x[0], n, STEP, 0.1),
        (by, d, x, i) -> {
          x[0][i] = by.of(x[0][i] + by.square(d));
          return by.of(d / by.of(by.root(x[0][i]) + by.of(0.1)));
        });
  }

  /** Of all sizes, in a range long enough for whole vectors and a rest. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void no_square_is_infinite_however_large_a_slope_is(ElementType<A> type) {
    boolean single = type.round(1e300) == Double.POSITIVE_INFINITY;
    double largest = single ? 0x1p63 : 0x1p511;
    double[] sizes = {1, largest / 2, largest, largest * 2, largest * largest, Double.MAX_VALUE};
    Step step = new Step(0.1, 1, 0, 0);
    int n = 67;
    for (double size : sizes) {
      double bounded = Math.min(size, largest);
      double[] g = new double[n];
      Arrays.setAll(g, i -> i % 3 == 0 ? -size : size);
      A[] x = arrays(type, new double[4][n]);
      type.kernels()
          .adamStep(
              type.array(new double[n]), type.array(g), x[0], x[1], n, step, 0.5, 0.5, 2, 1.5, 1);
      type.kernels().adagradStep(type.array(new double[n]), type.array(g), x[2], n, step, 1);
      type.kernels()
          .rmsPropStep(
              type.array(new double[n]), type.array(g), x[3], null, null, n, step, 0.5, 1, 0);
      for (int i = 0; i < n; i++) {
        assertThat(type.read(x[0])[i]).isEqualTo(Math.copySign(0.5 * bounded, g[i]));
        assertThat(type.read(x[1])[i]).isEqualTo(0.5 * bounded * bounded);
        assertThat(type.read(x[2])[i]).isEqualTo(bounded * bounded);
        assertThat(type.read(x[3])[i]).isEqualTo(0.5 * bounded * bounded);
      }
    }
  }

  /** Slopes are looked at in blocks; many are bounded without a look. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_huge_slope_is_found_wherever_it_is_and_changes_no_other(ElementType<A> type) {
    boolean single = type.round(1e300) == Double.POSITIVE_INFINITY;
    double largest = single ? 0x1p63 : 0x1p511;
    for (int n : new int[] {1, 100, 4096, 9000, (1 << 18) + 1}) {
      for (int at : new int[] {0, n / 2, n - 1}) {
        for (boolean penalty : new boolean[] {false, true}) {
          double[] huge = new double[n];
          huge[at] = -4 * largest;
          double[] other = new double[n];
          Arrays.fill(other, 2);
          A s = type.array(new double[n]);
          A w = type.array(penalty ? huge : other);
          A g = type.array(penalty ? other : huge);
          type.kernels().adagradStep(w, g, s, n, new Step(0, 1, penalty ? 1 : 0, 0), 1);
          double[] squares = new double[n];
          Arrays.fill(squares, penalty ? 4 : 0);
          squares[at] = largest * largest;
          assertThat(type.read(s)).isEqualTo(squares);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void the_largest_element_is_told_by_its_size(ElementType<A> type) {
    Kernels<A> kernels = type.kernels();
    assertThat(kernels.largest(type.array(1, -3, 2), 3)).isEqualTo(3);
    assertThat(kernels.largest(type.array(1, -3, 2), 1)).isEqualTo(1);
    assertThat(kernels.largest(type.array(), 0)).isZero();
    assertThat(kernels.largest(type.array(1, Double.NaN, 2), 3)).isNaN();
    assertThat(kernels.largest(type.array(1, Double.NEGATIVE_INFINITY), 2)).isInfinite();
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void sumOfSquares_is_exact_where_double_is(ElementType<A> type) {
    for (int n : new int[] {0, 1, 7, 8, 9, 1000, 1 << 14, (1 << 14) + 1, 100_003}) {
      double[] x = new Random(n).ints(n, -100, 101).asDoubleStream().toArray();
      assertThat(type.kernels().sumOfSquares(type.array(x), n))
          .isEqualTo(Arrays.stream(x).map(e -> e * e).sum());
    }
    assertThat(type.kernels().sumOfSquares(type.array(1, Double.NaN), 2)).isNaN();
  }

  @Test
  void threads_share_ranges_that_cover_each_element_once() {
    int before = Workers.threads();
    try {
      for (int threads : new int[] {1, 2, 3, 7}) {
        Workers.threads(threads);
        for (int n : new int[] {0, 1, 50_000, 50_001, 131_072, 131_135}) {
          int[] seen = new int[n];
          Ranges.run(
              n,
              (from, to) -> {
                for (int i = from; i < to; i++) {
                  seen[i]++;
                }
              });
          assertThat(Arrays.stream(seen).allMatch(count -> count == 1)).as("%d", n).isTrue();
        }
      }
    } finally {
      Workers.threads(before);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void the_number_of_threads_changes_no_bit(ElementType<A> type) {
    int before = Workers.threads();
    int n = 70_001;
    double[][] results = new double[3][];
    double[] norms = new double[3];
    try {
      for (int threads = 1; threads <= 3; threads++) {
        Workers.threads(threads);
        A w = type.array(type.random(1, n));
        A g = type.array(type.random(2, n));
        A m = type.array(type.random(3, n));
        type.kernels().adamStep(w, g, m, type.array(new double[n]), n, STEP, 0.9, 0.9, 1, 1, 0.1);
        results[threads - 1] = type.read(w);
        norms[threads - 1] = type.kernels().sumOfSquares(w, n);
      }
    } finally {
      Workers.threads(before);
    }
    assertThat(results[1]).isEqualTo(results[0]);
    assertThat(results[2]).isEqualTo(results[0]);
    assertThat(norms).containsOnly(norms[0]);
  }

  /** Around the edges of blocks, and of what is worth a way of its own. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_step_along_a_product_is_the_product_and_the_step(ElementType<A> type) {
    int before = Workers.threads();
    boolean stored = false;
    boolean notStored = false;
    try {
      for (int threads = 1; threads <= 2; threads++) {
        Workers.threads(threads);
        for (int[] size :
            new int[][] {
              {3, 2, 5},
              {16, 16, 4096},
              {17, 16, 4180},
              {4099, 17, 16},
              {193, 130, 577},
              {400, 385, 321},
              {300, 512, 256},
              {300, 513, 256},
              {1537, 33, 100},
              {1540, 300, 3600}
            }) {
          int m = size[0];
          int k = size[1];
          int n = size[2];
          Kernels<A> kernels = type.kernels();
          stored |= !kernels.descendsAlongProduct(m, k, n);
          notStored |= kernels.descendsAlongProduct(m, k, n);
          A a = type.array(type.random(1, k * m));
          A b = type.array(type.random(2, k * n));
          A expected = type.array(type.random(3, m * n));
          A w = type.array(type.random(3, m * n));
          A g = type.garbage(m * n);
          Step step = new Step(0.1, 0.5, 0.01, 0.02);
          kernels.matmul(true, false, m, k, n, a, 0, b, 0, g, 0);
          kernels.gradientStep(expected, g, m * n, step);
          kernels.gradientStepAlongProduct(m, k, n, a, b, w, step);
          assertThat(type.read(w))
              .as("%d threads, [%d, %d]ᵀ · [%d, %d]", threads, k, m, k, n)
              .isEqualTo(type.read(expected));
        }
      }
    } finally {
      Workers.threads(before);
    }
    assertThat(stored).isTrue();
    assertThat(notStored)
        .isEqualTo(!type.kernels().getClass().getSimpleName().startsWith("Scalar"));
  }
}
