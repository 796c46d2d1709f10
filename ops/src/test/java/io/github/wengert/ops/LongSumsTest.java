package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sums of many numbers in F32, and means of large ones, in operations and in gradients. {@code
 * SumAccuracyTest} has the loops that they share.
 */
class LongSumsTest {
  private static final double TENTH = 0.1f;
  private static final double EPS = 1e-5;

  /** Half the distance from 1 to the next float. */
  private static final double U = 0x1p-24;

  private static Tensor tenths(int... extents) {
    return Tensor.full(DType.F32, Shape.of(extents), TENTH);
  }

  private static void assertClose(Tensor actual, double expected, int terms) {
    double bound = 2 * Math.log(terms) / Math.log(2) * U * expected;
    assertThat(actual.toDoubleArray()).isNotEmpty();
    for (double number : actual.toDoubleArray()) {
      assertThat(number).isCloseTo(expected, within(bound));
    }
  }

  private static Tensor gradient(UnaryOperator<Tensor> f, Tensor x) {
    return Autograd.grad(f).apply(x);
  }

  /** Returns n numbers in equal steps, beginning with {@code start}. */
  private static Tensor steps(DType dtype, double start, double step, int n) {
    double[] x = new double[n];
    Arrays.setAll(x, i -> start + i * step);
    return Tensor.of(DType.F64, Shape.of(n), x).to(dtype);
  }

  @Test
  void a_sum_of_twenty_million_ones_along_the_first_axis_counts_them() {
    Tensor ones = Tensor.full(DType.F32, Shape.of(20_000_000, 2), 1);
    assertThat(Ops.sum(ones, 0).toDoubleArray()).containsOnly(2e7);
    assertThat(Ops.sum(ones).item()).isEqualTo(4e7);
  }

  @Test
  void sums_and_means_are_right_along_all_kinds_of_axes() {
    assertClose(Ops.mean(tenths(1_000_000, 2), 0), TENTH, 1_000_000);
    assertClose(Ops.mean(tenths(2_000_000)), TENTH, 2_000_000);
    assertClose(Ops.sum(tenths(3, 50_000, 5), 1), 50_000 * TENTH, 50_000);
    assertClose(Ops.sum(tenths(300, 3, 400), 0, 2), 120_000 * TENTH, 120_000);
    assertClose(Ops.sum(tenths(40_000, 33), 0), 40_000 * TENTH, 40_000);
  }

  @Test
  void gradients_of_repeated_operands_are_sums_in_a_tree() {
    int rows = 1_000_000;
    Tensor g = tenths(rows, 2);
    Tensor bias = Tensor.zeros(DType.F32, Shape.of(2));
    assertClose(gradient(b -> Ops.sum(Ops.mul(Ops.add(g, b), TENTH)), bias), rows * TENTH, rows);
    Tensor x = Tensor.zeros(DType.F32, Shape.of(rows, 1));
    Tensor weight = Tensor.zeros(DType.F32, Shape.of(2, 1));
    assertClose(
        gradient(b -> Ops.sum(Ops.mul(Ops.linear(x, weight, b), TENTH)), bias), rows * TENTH, rows);
    Tensor scalar = Tensor.scalar(DType.F32, 1);
    assertClose(gradient(s -> Ops.sum(Ops.mul(s, g)), scalar), 2 * rows * TENTH, 2 * rows);
  }

  @Test
  void the_gradient_of_a_filters_bias_is_a_sum_in_a_tree() {
    Tensor x = Tensor.zeros(DType.F32, Shape.of(100, 1, 50, 40));
    Tensor weight = Tensor.zeros(DType.F32, Shape.of(2, 1, 1, 1));
    Tensor bias = Tensor.zeros(DType.F32, Shape.of(2));
    assertClose(
        gradient(
            b -> Ops.sum(Ops.mul(Ops.conv2d(x, weight, b, Conv2dOptions.DEFAULT), TENTH)), bias),
        200_000 * TENTH,
        200_000);
  }

  @Test
  void gradients_of_a_scale_and_a_shift_are_sums_in_a_tree() {
    for (int[] extents : new int[][] {{200_000, 2}, {200, 2, 1000}}) {
      Tensor x = tenths(extents);
      Tensor one = Tensor.full(DType.F32, Shape.of(2), 1);
      assertClose(
          gradient(w -> Ops.sum(Ops.scaleShift(x, w, one, 1)), one), 200_000 * TENTH, 200_000);
      assertClose(
          gradient(b -> Ops.sum(Ops.mul(Ops.scaleShift(x, one, b, 1), TENTH)), one),
          200_000 * TENTH,
          200_000);
    }
  }

  @Test
  void gradients_of_what_is_selected_often_are_sums_in_a_tree() {
    int third = 100_000;
    int n = 3 * third;
    Indices first = Indices.generate(Shape.of(n), i -> i % 3 == 0 ? 0 : 1);
    Tensor table = Tensor.zeros(DType.F32, Shape.of(2, 3));
    Tensor g = gradient(t -> Ops.sum(Ops.mul(Ops.indexSelect(t, 0, first), TENTH)), table);
    assertClose(Ops.slice(g, 0, 0, 1, 1), third * TENTH, n);
    assertClose(Ops.slice(g, 0, 1, 2, 1), 2 * third * TENTH, n);
    Tensor row = Tensor.zeros(DType.F32, Shape.of(2));
    Tensor gathered = gradient(t -> Ops.sum(Ops.mul(Ops.gather(t, 0, first), TENTH)), row);
    assertClose(Ops.slice(gathered, 0, 0, 1, 1), third * TENTH, n);
  }

  @Test
  void means_of_large_windows_and_what_overlapping_ones_hand_back_are_sums_in_a_tree() {
    Pool2dOptions whole = Pool2dOptions.of(new Size2d(1, 100_000));
    assertClose(Ops.avgPool2d(tenths(1, 1, 1, 100_000), whole), TENTH, 100_000);
    Pool2dOptions square = Pool2dOptions.of(new Size2d(3000, 5));
    assertClose(Ops.avgPool2d(tenths(1, 1, 3000, 5), square), TENTH, 15_000);
    for (Size2d kernel : List.of(new Size2d(1, 3000), new Size2d(3000, 1))) {
      Pool2dOptions sliding = Pool2dOptions.of(kernel).withStride(1);
      Tensor x =
          Tensor.zeros(DType.F32, Shape.of(1, 1, 2 * kernel.height() - 1, 2 * kernel.width() - 1));
      x.set(2999, 1); // in the middle, and so in all windows
      double share = (float) ((float) TENTH / 3000.0);
      Tensor means = gradient(t -> Ops.sum(Ops.mul(Ops.avgPool2d(t, sliding), TENTH)), x);
      assertThat(means.get(2999)).isCloseTo(3000 * share, within(24 * U * 3000 * share));
      assertThat(means.get(1)).isCloseTo(2 * share, within(2 * U * share));
      Tensor largest = gradient(t -> Ops.sum(Ops.mul(Ops.maxPool2d(t, sliding), TENTH)), x);
      assertThat(largest.get(2999)).isCloseTo(3000 * TENTH, within(24 * U * 3000 * TENTH));
      assertThat(largest.get(0)).isZero();
    }
  }

  @Test
  void losses_of_many_samples_are_means_of_all() {
    int n = 1_000_000;
    Tensor x = tenths(n);
    double square = (float) (TENTH * TENTH);
    assertClose(Losses.mse(x, Tensor.zeros(DType.F32, Shape.of(n)), Reduction.MEAN), square, n);
    Tensor logits = Tensor.zeros(DType.F32, Shape.of(n, 2));
    Indices labels = Indices.generate(Shape.of(n), i -> i % 2);
    assertClose(Losses.crossEntropy(logits, labels), (float) Math.log(2), n);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void a_large_mean_costs_no_digits_of_a_variance_nor_of_its_gradient(DType dtype) {
    Tensor x = dtype == DType.F32 ? steps(dtype, 1e7, 1, 4) : steps(dtype, 1e16, 2, 4);
    double step = dtype == DType.F32 ? 1 : 2;
    assertThat(Ops.variance(x).item()).isEqualTo(1.25 * step * step);
    assertThat(Ops.sampleVariance(x).item()).isCloseTo(5 / 3.0 * step * step, within(1e-6));
    assertThat(Ops.variance(Ops.reshape(x, 4, 1), 0).item()).isEqualTo(1.25 * step * step);
    assertThat(Ops.variance(Ops.broadcastTo(Ops.reshape(x, 4, 1), Shape.of(4, 40)), 0).get(39))
        .isEqualTo(1.25 * step * step);
    assertThat(gradient(Ops::variance, x).toDoubleArray())
        .containsExactly(-0.75 * step, -0.25 * step, 0.25 * step, 0.75 * step);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void a_large_mean_costs_no_digits_of_a_normalisation(DType dtype) {
    Tensor x = dtype == DType.F32 ? steps(dtype, 1e7, 1, 4) : steps(dtype, 1e16, 2, 4);
    double deviation = Math.sqrt(1.25);
    double[] expected = {-1.5 / deviation, -0.5 / deviation, 0.5 / deviation, 1.5 / deviation};
    assertThat(Ops.layerNorm(x, 1, EPS).toDoubleArray()).containsExactly(expected, within(1e-5));
    BatchNormalized batch = Ops.batchNorm(Ops.reshape(x, 4, 1), EPS);
    assertThat(batch.values().toDoubleArray()).containsExactly(expected, within(1e-5));
    double step = dtype == DType.F32 ? 1 : 2;
    assertThat(batch.variance().item()).isCloseTo(5 / 3.0 * step * step, within(1e-6));
    assertThat(Ops.batchNorm(Ops.reshape(x, 2, 1, 2), EPS).values().toDoubleArray())
        .containsExactly(expected, within(1e-5));
  }

  @Test
  void equal_numbers_are_normalised_to_zeros() {
    for (double value : new double[] {TENTH, 3.3e7f}) {
      Tensor x = Tensor.full(DType.F32, Shape.of(1_000_000, 1), value);
      BatchNormalized batch = Ops.batchNorm(x, EPS);
      assertThat(Math.abs(Ops.max(Ops.abs(batch.values())).item())).isLessThan(1e-2);
      assertThat(batch.mean().item()).isEqualTo(value);
      assertThat(batch.variance().item()).isLessThan(1e-6 * value * U * value);
    }
  }

  /** The second derivative of a function that does not depend on the mean does not either. */
  @ParameterizedTest
  @EnumSource(DType.class)
  void a_large_mean_costs_no_digits_of_second_derivatives(DType dtype) {
    double large = dtype == DType.F32 ? 0x1p23 : 0x1p52;
    double[] small = {0, 1, 3, 4, 2, 7, 1, 1};
    Tensor near = Tensor.of(DType.F64, small).to(dtype);
    Tensor far = Tensor.of(DType.F64, Arrays.stream(small).map(x -> large + x).toArray()).to(dtype);
    Tensor weights = Tensor.of(DType.F64, 3, 1, 4, 1, 5, 9, 2, 6).to(dtype);
    Tensor column = Ops.reshape(weights, 8, 1);
    Tensor v = Tensor.of(DType.F64, 1, -2, 0, 1, 3, 0, 1, 1).to(dtype);
    List<UnaryOperator<Tensor>> functions =
        List.of(
            x -> Ops.sum(Ops.mul(weights, Ops.layerNorm(x, 1, 0.5))),
            x -> Ops.sum(Ops.mul(column, Ops.batchNorm(Ops.reshape(x, 8, 1), 0.5).values())),
            x -> Ops.square(Ops.variance(x)));
    for (UnaryOperator<Tensor> f : functions) {
      double[] expected = Autograd.hvp(f, near, v).toDoubleArray();
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      double epsilon = dtype == DType.F32 ? 2 * U : Math.ulp(1.0);
      assertThat(largest).isPositive();
      assertThat(Autograd.hvp(f, far, v).toDoubleArray())
          .containsExactly(expected, within(20 * epsilon * largest));
    }
  }

  @ParameterizedTest
  @EnumSource
  void second_derivatives_of_norms_do_not_see_the_mean_of_cotangents(DType dtype) {
    double large = dtype == DType.F32 ? 1e5 : 1e13;
    Tensor x = Tensor.of(DType.F64, 0, 1, 3, 4, 2, 7, 1, 1).to(dtype);
    double[] weights = {3, 1, 4, 1, 5, 9, 2, 6};
    double[] direction = {1, -2, 0, 1, 3, 0, 1, 1};
    // A number that is added to all weights, or to all of a direction, changes nothing.
    double[] expected = bend(x, weights, direction);
    double[] actual = bend(x, shifted(weights, large), shifted(direction, large));
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    double epsilon = dtype == DType.F32 ? 2 * U : Math.ulp(1.0);
    assertThat(actual).containsExactly(expected, within(40 * epsilon * largest));
  }

  private static double[] shifted(double[] numbers, double by) {
    return Arrays.stream(numbers).map(number -> number + by).toArray();
  }

  private static double[] bend(Tensor x, double[] weights, double[] direction) {
    Tensor w = Tensor.of(DType.F64, weights).to(x.dtype());
    return Autograd.hvp(
            v -> Ops.sum(Ops.mul(w, Ops.layerNorm(v, 1, 0.5))),
            x,
            Tensor.of(DType.F64, direction).to(x.dtype()))
        .toDoubleArray();
  }
}
