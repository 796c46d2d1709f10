package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Norms of numbers whose squares are beyond the element type. */
class HugeGroupsTest {
  /** Small enough to be of no matter, so that a norm does not see a factor. */
  private static final double EPS = 1e-30;

  private static int shift(DType dtype) {
    return dtype == DType.F32 ? 90 : 700;
  }

  private static final List<UnaryOperator<Tensor>> NORMS =
      List.of(
          x -> Ops.layerNorm(x, 1, EPS),
          x -> Ops.layerNorm(x, 2, EPS),
          x -> Ops.batchNorm(x, EPS).values(),
          x -> Ops.batchNorm(Ops.reshape(x, 12, 5), EPS).values(),
          x -> Ops.batchNorm(Ops.reshape(x, 4, 3, 5, 1), EPS).values());

  @ParameterizedTest
  @EnumSource
  void a_factor_does_not_change_what_is_normalised(DType dtype) {
    Tensor x = Samples.smooth(1, 4, 3, 5).to(dtype);
    Tensor huge = Ops.mul(x, Math.scalb(1.0, shift(dtype)));
    for (UnaryOperator<Tensor> norm : NORMS) {
      requireClose(norm.apply(huge), norm.apply(x), 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void slopes_are_those_of_ordinary_numbers_over_the_factor(DType dtype) {
    Tensor x = Samples.smooth(1, 4, 3, 5).to(dtype);
    Tensor huge = Ops.mul(x, Math.scalb(1.0, shift(dtype)));
    for (UnaryOperator<Tensor> norm : NORMS) {
      Tensor g = Samples.smooth(2, 4, 3, 5).to(dtype);
      Tensor fitting = Ops.reshape(g, norm.apply(x).shape().toArray());
      Tensor slope = Autograd.vjp(norm, huge, fitting);
      requireClose(
          Ops.mul(slope, Math.scalb(1.0, shift(dtype))), Autograd.vjp(norm, x, fitting), 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void other_groups_keep_their_bits(DType dtype) {
    Tensor x = Samples.smooth(1, 4, 5).to(dtype);
    Tensor factors =
        Tensor.of(DType.F64, Shape.of(4, 1), 1, Math.scalb(1.0, shift(dtype)), 0, 1).to(dtype);
    Tensor mixed = Ops.mul(x, factors);
    Tensor y = Ops.layerNorm(mixed, 1, EPS);
    Tensor ordinary = Ops.layerNorm(x, 1, EPS);
    for (int row : new int[] {0, 3}) {
      assertThat(Ops.slice(y, 0, row, row + 1).hasSameBits(Ops.slice(ordinary, 0, row, row + 1)))
          .isTrue();
    }
    requireClose(Ops.slice(y, 0, 1, 2), Ops.slice(ordinary, 0, 1, 2), 1);
    assertThat(Ops.sum(Ops.abs(Ops.slice(y, 0, 2, 3))).item()).isZero();
  }

  @Test
  void epsilon_counts_by_the_size_of_the_variance() {
    Tensor x = Samples.smooth(1, 3, 5).to(DType.F32);
    Tensor huge = Ops.mul(x, Math.scalb(1.0, 90));
    requireClose(Ops.layerNorm(huge, 1, Math.scalb(0.5, 180)), Ops.layerNorm(x, 1, 0.5), 1);
  }

  @Test
  void a_mean_that_is_much_larger_than_the_deviations_costs_no_digits() {
    Tensor x =
        Tensor.of(DType.F64, Shape.of(1, 5), 1e6 + 1 / 3.0, 1e6, 1e6 + 2, 1e6 + 0.7, 1e6 + 5);
    Tensor huge = Ops.mul(x, Math.scalb(1.0, 700));
    requireClose(Ops.layerNorm(huge, 1, EPS), Ops.layerNorm(x, 1, EPS), 1);
  }

  @ParameterizedTest
  @EnumSource
  void a_group_of_equal_huge_elements_is_0(DType dtype) {
    Tensor x = Tensor.full(dtype, Shape.of(1, 4), dtype == DType.F32 ? 3e30 : 3e200);
    assertThat(Ops.sum(Ops.abs(Ops.layerNorm(x, 1, EPS))).item()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_sum_beyond_the_type_does_not_matter(DType dtype) {
    double most = dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    Tensor x = Tensor.of(DType.F64, Shape.of(1, 4), most, most, -most / 2, most).to(dtype);
    Tensor same = Tensor.of(DType.F64, Shape.of(1, 4), 2, 2, -1, 2.0).to(dtype);
    requireClose(Ops.layerNorm(x, 1, EPS), Ops.layerNorm(same, 1, EPS), 1);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_infinite_or_no_number_stays_visible(DType dtype) {
    for (double bad : new double[] {Double.POSITIVE_INFINITY, Double.NaN}) {
      Tensor x = Tensor.of(DType.F64, Shape.of(1, 3), bad, 1, 2).to(dtype);
      assertThat(Ops.layerNorm(x, 1, EPS).toDoubleArray()).containsOnly(Double.NaN);
    }
  }

  private static void requireClose(Tensor actual, Tensor expected, double size) {
    double epsilon = actual.dtype() == DType.F32 ? 0x1p-23 : 0x1p-52;
    assertThat(actual.toDoubleArray())
        .containsExactly(expected.toDoubleArray(), within(8 * size * epsilon));
  }
}
