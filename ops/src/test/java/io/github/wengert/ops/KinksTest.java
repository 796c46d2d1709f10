package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which gradient an operation has where it has a kink, a tie or a pole. */
@ParameterizedClass
@EnumSource(DType.class)
record KinksTest(DType dtype) {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Tensor x(DType dtype, double... elements) {
    return Ops.to(Tensor.of(DType.F64, elements), dtype);
  }

  /** Returns the gradient of the sum of f's elements. */
  private static double[] gradient(UnaryOperator<Tensor> f, Tensor x) {
    Tensor y = f.apply(x);
    return elements(Autograd.vjp(f, x, Tensor.ones(y.dtype(), y.shape())));
  }

  /** Returns the elements, all zeros positive. */
  private static double[] elements(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).map(element -> element + 0.0).toArray();
  }

  private static double third(DType dtype) {
    return dtype == DType.F32 ? 1f / 3 : 1.0 / 3;
  }

  @Test
  void relu_at_zero_of_either_sign_has_no_gradient() {
    assertThat(gradient(Ops::relu, x(dtype, 0.0, -0.0))).containsExactly(0, 0);
  }

  @Test
  void max_with_zero_is_relu_also_at_the_kink() {
    assertThat(gradient(x -> Ops.max(0, x), x(dtype, 0, 1))).containsExactly(0, 1);
  }

  @Test
  void leakyRelu_at_zero_has_the_slope_of_the_negative_side() {
    assertThat(gradient(x -> Ops.leakyRelu(x, 0.25), x(dtype, 0.0, -0.0)))
        .containsExactly(0.25, 0.25);
  }

  @Test
  void prelu_at_zero_has_the_slope_of_the_negative_side() {
    Tensor slope = x(dtype, 0.25);
    assertThat(gradient(x -> Ops.prelu(x, slope), x(dtype, 0.0, -0.0))).containsExactly(0.25, 0.25);
  }

  @Test
  void elu_at_zero_has_the_slope_alpha() {
    assertThat(gradient(x -> Ops.elu(x, 0.5), x(dtype, 0))).containsExactly(0.5);
    assertThat(gradient(x -> Ops.elu(x, 0.5), x(dtype, 1000, -1000))).containsExactly(1, 0);
  }

  @Test
  void abs_at_zero_has_no_gradient() {
    assertThat(gradient(Ops::abs, x(dtype, 0.0, -0.0, -2))).containsExactly(0, 0, -1);
  }

  @Test
  void clamp_at_either_bound_has_the_gradient_one() {
    assertThat(gradient(x -> Ops.clamp(x, -1, 2), x(dtype, -1.5, -1, 0, 2, 2.5)))
        .containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void ties_of_maximum_and_minimum_give_half_to_each_side() {
    Tensor other = x(dtype, 1, 2, 3);
    assertThat(gradient(a -> Ops.maximum(a, other), x(dtype, 1, 3, 2))).containsExactly(0.5, 1, 0);
    assertThat(gradient(b -> Ops.maximum(other, b), x(dtype, 1, 3, 2))).containsExactly(0.5, 1, 0);
    assertThat(gradient(a -> Ops.minimum(a, other), x(dtype, 1, 3, 2))).containsExactly(0.5, 0, 1);
    assertThat(gradient(b -> Ops.minimum(other, b), x(dtype, 1, 3, 2))).containsExactly(0.5, 0, 1);
  }

  @Test
  void max_and_min_over_axes_share_evenly_among_ties() {
    assertThat(gradient(Ops::max, x(dtype, 3, 1, 3, 3, 2)))
        .containsExactly(third(dtype), 0, third(dtype), third(dtype), 0);
    assertThat(gradient(Ops::min, x(dtype, 1, 1, 3, 2))).containsExactly(0.5, 0.5, 0, 0);
    Tensor rows = Ops.reshape(x(dtype, 5, 5, 1, 2), 2, 2);
    assertThat(gradient(x -> Ops.max(x, 1), rows)).containsExactly(0.5, 0.5, 0, 1);
  }

  @Test
  void max_and_min_over_any_axes_share_evenly_within_each_group() {
    Tensor cube = Ops.reshape(x(dtype, 1, 1, 1, 1, 1, 2, 2, 2), 2, 2, 2);
    assertThat(gradient(x -> Ops.max(x, 0), cube)).containsExactly(0.5, 0, 0, 0, 0.5, 1, 1, 1);
    assertThat(gradient(x -> Ops.max(x, 0, 2), cube)).containsExactly(0, 0, 0, 0, 0, 1, 0.5, 0.5);
    assertThat(gradient(x -> Ops.min(x, 1, 2), cube))
        .containsExactly(0.25, 0.25, 0.25, 0.25, 1, 0, 0, 0);
  }

  @Test
  void a_group_with_NaN_has_no_extreme_and_its_gradient_is_NaN() {
    Tensor rows = Ops.reshape(x(dtype, 5, Double.NaN, 1, 2), 2, 2);
    assertThat(gradient(x -> Ops.max(x, 1), rows)).containsExactly(Double.NaN, Double.NaN, 0, 1);
    assertThat(gradient(x -> Ops.min(x, 0), rows)).containsExactly(0, Double.NaN, 1, Double.NaN);
  }

  @Test
  void maxAt_and_minAt_send_everything_to_the_first_tie() {
    assertThat(gradient(x -> Ops.maxAt(x, 0).values(), x(dtype, 1, 3, 3))).containsExactly(0, 1, 0);
    assertThat(gradient(x -> Ops.minAt(x, 0).values(), x(dtype, 3, 1, 1))).containsExactly(0, 1, 0);
    assertThat(Ops.argmax(x(dtype, 1, 3, 3), 0)).isEqualTo(Indices.of(Shape.SCALAR, 1));
  }

  @Test
  void sqrt_at_zero_has_an_infinite_gradient_and_below_it_is_NaN() {
    assertThat(gradient(Ops::sqrt, x(dtype, 0, 4, -1))).containsExactly(INFINITY, 0.25, Double.NaN);
    assertThat(gradient(x -> Ops.neg(Ops.sqrt(x)), x(dtype, 0))).containsExactly(-INFINITY);
  }

  @Test
  void a_root_as_a_power_has_an_infinite_gradient_at_zero() {
    assertThat(gradient(x -> Ops.pow(x, 0.5), x(dtype, 0))).containsExactly(INFINITY);
    Tensor half = x(dtype, 0.5);
    assertThat(gradient(x -> Ops.pow(x, half), x(dtype, 0))).containsExactly(INFINITY);
  }

  @Test
  void a_power_of_zero_has_no_gradient_even_at_zero() {
    assertThat(gradient(x -> Ops.pow(x, 0), x(dtype, 0, 5, INFINITY))).containsExactly(0, 0, 0);
    Tensor zero = x(dtype, 0);
    assertThat(gradient(x -> Ops.pow(x, zero), x(dtype, 0, 5))).containsExactly(0, 0);
  }

  @Test
  void margins_of_exactly_zero_have_no_gradient() {
    Tensor labels = x(dtype, 1, -1, 1);
    assertThat(gradient(s -> Losses.hinge(s, labels, Reduction.SUM), x(dtype, 1, -1, 0.5)))
        .containsExactly(0, 0, -1);
    Tensor scores = Ops.reshape(x(dtype, 1, 0, 0.5), 1, 3);
    assertThat(gradient(s -> Losses.multiMargin(s, Indices.of(0), 1, 1, Reduction.SUM), scores))
        .containsExactly(-third(dtype), 0, third(dtype));
  }

  @Test
  void softplus_is_the_identity_strictly_above_its_threshold() {
    assertThat(Ops.softplus(x(dtype, 10.5), 2, 20).item()).isEqualTo(10.5);
    assertThat(gradient(x -> Ops.softplus(x, 2, 20), x(dtype, 10.5))).containsExactly(1);
    double exact = Math.log1p(Math.exp(-20)) / 2;
    Tensor atThreshold = Ops.softplus(x(DType.F64, 10), 2, 20);
    assertThat(atThreshold.item() - 10).isCloseTo(exact, within(1e-14)).isNotZero();
    assertThat(gradient(x -> Ops.softplus(x, 2, 20), x(DType.F64, 10))[0]).isLessThan(1);
  }

  @Test
  void log_below_zero_is_NaN_with_a_gradient_all_the_same() {
    assertThat(Ops.log(x(dtype, -1)).item()).isNaN();
    assertThat(gradient(Ops::log, x(dtype, -1, 0))).containsExactly(-1, INFINITY);
  }

  @Test
  void zero_by_zero_is_NaN_and_its_numerator_has_an_infinite_gradient() {
    Tensor zero = x(dtype, 0);
    assertThat(Ops.div(zero, zero).item()).isNaN();
    assertThat(gradient(a -> Ops.div(a, zero), x(dtype, 0))).containsExactly(INFINITY);
    assertThat(gradient(a -> Ops.neg(Ops.div(a, zero)), x(dtype, 0))).containsExactly(-INFINITY);
  }
}
