package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The errors of sums grow like the logarithm of their length, in every layout, and a mean costs no
 * digits of what it is subtracted from; both against exact arithmetic.
 */
class SumAccuracyTest {
  /** Outer, length and inner, around the borders of blocks. */
  private static final int[][] LAYOUTS = {
    {1, 63, 33},
    {1, 64, 33},
    {1, 65, 33},
    {2, 129, 33},
    {1, 4095, 1},
    {1, 4096, 1},
    {3, 4097, 1},
    {2, 15, 2},
    {2, 16, 2},
    {1, 2047, 2},
    {1, 2049, 2},
    {1, 5000, 33},
    {2, 5000, 5},
    {1, 20_000, 2},
    {1, 100_000, 1},
    {1, 300, 300}
  };

  private interface Reduction<A> {
    void run(A x, int outer, int length, int inner, A y);
  }

  private interface Lane {
    void check(double[] lane, double result);
  }

  private static <A> void forEachLane(
      ElementType<A> type, IntToDoubleFunction element, Reduction<A> reduction, Lane lane) {
    for (int[] layout : LAYOUTS) {
      int length = layout[1];
      int inner = layout[2];
      double[] x = new double[layout[0] * length * inner];
      Arrays.setAll(x, i -> type.round(element.applyAsDouble(i)));
      A y = type.garbage(layout[0] * inner);
      reduction.run(type.array(x), layout[0], length, inner, y);
      double[] results = type.read(y);
      for (int at = 0; at < results.length; at += 1 + results.length / 3) {
        double[] elements = new double[length];
        int from = at / inner * length * inner + at % inner;
        Arrays.setAll(elements, l -> x[from + l * inner]);
        lane.check(elements, results[at]);
      }
    }
  }

  private static BigDecimal exactSum(double[] x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double element : x) {
      sum = sum.add(new BigDecimal(element));
    }
    return sum;
  }

  private static BigDecimal exactMean(double[] x) {
    return exactSum(x).divide(BigDecimal.valueOf(x.length), new MathContext(60));
  }

  /** Returns the exact variance of few digits more than a double has. */
  private static double exactVariance(double[] x) {
    BigDecimal mean = exactMean(x);
    BigDecimal sum = BigDecimal.ZERO;
    for (double element : x) {
      BigDecimal deviation = new BigDecimal(element).subtract(mean, new MathContext(40));
      sum = sum.add(deviation.multiply(deviation, new MathContext(40)));
    }
    return sum.doubleValue() / x.length;
  }

  /** The unit of rounding times the logarithm of the length. */
  private static double unit(ElementType<?> type, int length) {
    return type.epsilon() / 2 * Math.log(length) / Math.log(2);
  }

  private static IntToDoubleFunction positive() {
    Random random = new Random(1);
    return i -> random.nextDouble();
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void the_error_of_a_sum_grows_like_the_logarithm_of_its_length(ElementType<A> type) {
    for (IntToDoubleFunction element :
        Arrays.<IntToDoubleFunction>asList(i -> 0.1, i -> 1 / 3.0, positive())) {
      forEachLane(
          type,
          element,
          type.kernels()::sum,
          (lane, sum) -> {
            double exact = exactSum(lane).doubleValue(); // of the magnitudes, too
            assertThat(sum).isCloseTo(exact, within(2 * unit(type, lane.length) * exact));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_variance_does_not_depend_on_the_mean(ElementType<A> type) {
    double large = type.isWide() ? 0x1p52 : 0x1p23; // neighbours differ by 1 from here on
    Random random = new Random(2);
    for (IntToDoubleFunction element :
        Arrays.<IntToDoubleFunction>asList(
            i -> random.nextGaussian(),
            i -> random.nextGaussian() + 1000,
            i -> large + random.nextInt(5),
            i -> large + (i % 1001 == 7 ? 1 : 0))) {
      forEachLane(
          type,
          element,
          type.kernels()::variance,
          (lane, variance) -> {
            double exact = exactVariance(lane);
            double lack = Math.ulp((float) lane[0]) * (type.isWide() ? 0x1p-29 : 1);
            assertThat(variance)
                .isCloseTo(exact, within(8 * unit(type, lane.length) * (exact + lack * lack)));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void the_error_of_a_logSumExp_grows_like_the_logarithm_of_its_length(ElementType<A> type) {
    forEachLane(
        type,
        i -> i % 3 * -0.1,
        type.kernels()::logSumExp,
        (lane, result) -> {
          double[] powers = Arrays.stream(lane).map(Math::exp).toArray();
          double exact = Math.log(exactSum(powers).doubleValue());
          assertThat(result)
              .isCloseTo(exact, within(4 * unit(type, lane.length) + 2 * type.epsilon() * exact));
        });
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void softmax_shares_add_up_to_1_in_every_layout(ElementType<A> type) {
    for (int[] layout : LAYOUTS) {
      int n = layout[0] * layout[1] * layout[2];
      A x = type.array(type.random(n, n));
      A shares = type.garbage(n);
      A logs = type.garbage(n);
      type.kernels().softmax(x, layout[0], layout[1], layout[2], shares);
      type.kernels().logSoftmax(x, layout[0], layout[1], layout[2], logs);
      double[] p = type.read(shares);
      double[] l = type.read(logs);
      for (int column = 0; column < layout[2]; column += 1 + layout[2] / 7) {
        double sum = 0;
        double sumOfPowers = 0;
        for (int i = 0; i < layout[1]; i++) {
          sum += p[i * layout[2] + column];
          sumOfPowers += Math.exp(l[i * layout[2] + column]);
        }
        assertThat(sum).isCloseTo(1, within(8 * unit(type, layout[1])));
        assertThat(sumOfPowers).isCloseTo(1, within(60 * type.epsilon()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void the_error_of_rows_added_at_indices_grows_like_the_logarithm_of_their_number(
      ElementType<A> type) {
    for (int rows : new int[] {64, 65, 129, 20_000}) {
      for (int inner : new int[] {1, 3}) {
        int[] indices = new int[rows];
        Arrays.setAll(indices, i -> i % 9 == 0 ? 2 : 0);
        A x = type.garbage(2 * rows * inner);
        type.kernels().fill(x, 0.1);
        A y = type.garbage(2 * 4 * inner);
        type.kernels().addAtIndices(x, indices, 2, 4, inner, y);
        double one = type.round(0.1);
        double[] sums = type.read(y);
        for (int at = 0; at < sums.length; at++) {
          int place = at / inner % 4;
          double exact = one * Arrays.stream(indices).filter(index -> index == place).count();
          assertThat(sums[at]).isCloseTo(exact, within(2 * unit(type, rows) * exact));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_normalisation_and_its_pullback_do_not_depend_on_the_mean(ElementType<A> type) {
    double large = type.isWide() ? 0x1p52 : 0x1p23;
    int[][] sizes = {
      {1, 3, 4},
      {1, 2, 100},
      {1, 2, 5000},
      {70, 3, 100},
      {5000, 1, 2},
      {4, 3, 1},
      {300, 5, 1},
      {3000, 2, 1},
      {200, 100, 1}
    };
    for (int[] size : sizes) {
      int n = size[0] * size[1] * size[2];
      Random random = new Random(n);
      double[] small = random.ints(n, 0, 5).asDoubleStream().toArray();
      double[] shifted = Arrays.stream(small).map(x -> large + x).toArray();
      double[] g = random.ints(n, 0, 9).asDoubleStream().toArray();
      double[] shiftedG = Arrays.stream(g).map(x -> large + x).toArray();
      double tolerance = 20 * type.epsilon();
      assertThat(normalized(type, shifted, size))
          .containsExactly(normalized(type, small, size), within(tolerance));
      double[] pulled = pulledBack(type, small, g, size);
      double largest = Arrays.stream(pulled).map(Math::abs).max().orElseThrow();
      assertThat(pulledBack(type, shifted, shiftedG, size))
          .as(Arrays.toString(size))
          .containsExactly(pulled, within(tolerance * largest));
    }
  }

  private static <A> double[] normalized(ElementType<A> type, double[] x, int[] size) {
    A y = type.garbage(x.length);
    type.kernels().normalize(type.array(x), size[0], size[1], size[2], 0.5, y);
    return type.read(y);
  }

  private static <A> double[] pulledBack(ElementType<A> type, double[] x, double[] g, int[] size) {
    A y = type.garbage(x.length);
    type.kernels().normalizeVjp(type.array(x), type.array(g), size[0], size[1], size[2], 0.5, y);
    return type.read(y);
  }

  /** The definition, written without the loops of the kernels. */
  @ParameterizedTest
  @MethodSource("io.github.wengert.ops.kernel.ElementType#all")
  <A> void a_sum_of_columns_is_added_side_by_side_in_blocks_and_in_a_tree(ElementType<A> type) {
    for (int[] layout : LAYOUTS) {
      int length = layout[1];
      int inner = layout[2];
      double[] x = type.random(length, length * inner);
      A y = type.garbage(inner);
      type.kernels().sum(type.array(x), 1, length, inner, y);
      assertThat(type.read(y)).containsExactly(columnSums(type, x, length, inner));
    }
  }

  private static double[] columnSums(ElementType<?> type, double[] x, int length, int inner) {
    int lanes = type.isWide() ? 32 : 64;
    int width = inner;
    while (length >= 16 && 2 * width <= lanes && 2 * width / inner <= length) {
      width *= 2;
    }
    int rows = x.length / width;
    int blocks = Math.ceilDiv(rows, 64);
    double[][] sums = new double[blocks][width];
    for (int i = 0; i < x.length; i++) {
      double[] block = sums[Math.min(i / width / 64, blocks - 1)];
      block[i % width] = type.round(block[i % width] + x[i]);
    }
    double[] sum = sums[blocks - 1];
    int end = blocks - 1;
    for (int count = 1; end > 0; count *= 2) {
      if ((blocks - 1 & count) != 0) {
        sum = added(type, sum, ofPairs(type, sums, end - count, end));
        end -= count;
      }
    }
    for (; width > inner; width /= 2) {
      double[] upper = Arrays.copyOfRange(sum, width / 2, width);
      sum = added(type, Arrays.copyOf(sum, width / 2), upper);
    }
    return sum;
  }

  /** Adds up a power of two of rows by halves. */
  private static double[] ofPairs(ElementType<?> type, double[][] rows, int from, int to) {
    if (to - from == 1) {
      return rows[from];
    }
    int middle = (from + to) / 2;
    return added(type, ofPairs(type, rows, from, middle), ofPairs(type, rows, middle, to));
  }

  private static double[] added(ElementType<?> type, double[] a, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> type.round(a[i] + b[i]));
    return sum;
  }
}
