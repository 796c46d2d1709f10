package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What operations make of NaN, infinities and numbers of extreme size. */
@ParameterizedClass
@EnumSource(DType.class)
record ExtremesTest(DType dtype) {
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

  @Test
  void relu_of_NaN_is_NaN_and_its_gradient_passes_through() {
    assertThat(Ops.relu(x(dtype, Double.NaN)).item()).isNaN();
    assertThat(gradient(Ops::relu, x(dtype, Double.NaN))).containsExactly(1);
  }

  @Test
  void clamp_of_NaN_is_NaN() {
    assertThat(Ops.clamp(x(dtype, Double.NaN), -1, 2).item()).isNaN();
  }

  @Test
  void maximum_and_minimum_with_NaN_are_NaN() {
    Tensor ones = x(dtype, 1);
    assertThat(Ops.maximum(x(dtype, Double.NaN), ones).item()).isNaN();
    assertThat(Ops.minimum(ones, x(dtype, Double.NaN)).item()).isNaN();
  }

  @Test
  void argmax_and_argmin_take_the_first_NaN() {
    assertThat(Ops.argmax(x(dtype, 9, Double.NaN, Double.NaN), 0).get(0)).isOne();
    assertThat(Ops.argmin(x(dtype, 9, Double.NaN, -9), 0).get(0)).isOne();
  }

  @Test
  void an_exponent_has_no_gradient_where_the_base_is_zero() {
    Tensor zero = x(dtype, 0);
    assertThat(gradient(e -> Ops.pow(zero, e), x(dtype, 0, 0.5, 2))).containsExactly(0, 0, 0);
  }

  @Test
  void a_logSumExp_of_nothing_but_minus_infinity_is_minus_infinity() {
    Tensor row = x(dtype, -INFINITY, -INFINITY);
    assertThat(Ops.logSumExp(row).item()).isEqualTo(-INFINITY);
    assertThat(gradient(Ops::logSumExp, row)).containsOnly(Double.NaN);
  }

  @Test
  void single_elements_at_minus_infinity_get_no_gradient() {
    Tensor row = x(dtype, 1, -INFINITY, 1);
    assertThat(gradient(Ops::logSumExp, row)).containsExactly(0.5, 0, 0.5);
    assertThat(gradient(x -> Ops.square(Ops.softmax(x, 0)), row)).containsExactly(0, 0, 0);
    assertThat(Ops.logSoftmax(row, 0).at(1)).isEqualTo(-INFINITY);
  }

  @Test
  void gradients_of_logSumExp_are_right_for_large_logits() {
    // Rounded to float32, ln Σ eˣ is off by up to 1/32 here; its gradient must not inherit that.
    Tensor large = x(dtype, 1e6, 1e6, 1e6 - 1);
    double e = Math.exp(-1);
    assertThat(gradient(Ops::logSumExp, large))
        .containsExactly(new double[] {1 / (2 + e), 1 / (2 + e), e / (2 + e)}, within(1e-6));
  }

  @Test
  void a_cross_entropy_mean_divides_by_the_weights_of_the_targets() {
    Tensor logits = Tensor.zeros(dtype, Shape.of(2, 2));
    Tensor weights = x(dtype, 1, 3);
    CrossEntropyOptions options = CrossEntropyOptions.DEFAULT.withClassWeights(weights);
    assertThat(gradient(z -> Losses.crossEntropy(z, Indices.of(0, 1), options), logits))
        .containsExactly(-0.125, 0.125, 0.375, -0.375);
  }

  @Test
  void a_cross_entropy_mean_divides_by_the_number_of_samples_kept() {
    Tensor logits = Tensor.zeros(dtype, Shape.of(3, 2));
    CrossEntropyOptions options = CrossEntropyOptions.DEFAULT.withIgnoredLabel(-1);
    assertThat(gradient(z -> Losses.crossEntropy(z, Indices.of(0, -1, 1), options), logits))
        .containsExactly(-0.25, 0.25, 0, 0, 0.25, -0.25);
  }

  @Test
  void cross_entropy_is_finite_for_logits_of_a_thousand() {
    Tensor logits = Ops.reshape(x(dtype, 1000, -1000, 1000, -1000), 2, 2);
    Tensor losses =
        Losses.crossEntropy(
            logits, Indices.of(0, 1), CrossEntropyOptions.DEFAULT.withReduction(Reduction.NONE));
    assertThat(losses.toDoubleArray()).containsExactly(0, 2000);
  }

  @Test
  void a_masked_logit_costs_nothing_unless_it_is_the_label() {
    Tensor logits = Ops.reshape(x(dtype, 0, -INFINITY, 0, -INFINITY), 2, 2);
    Tensor losses =
        Losses.crossEntropy(
            logits, Indices.of(0, 1), CrossEntropyOptions.DEFAULT.withReduction(Reduction.NONE));
    assertThat(losses.toDoubleArray()).containsExactly(0, INFINITY);
  }

  @Test
  void binary_cross_entropy_keeps_both_tails() {
    Tensor target = x(dtype, 0, 1);
    Tensor sure = x(dtype, -30, 30);
    double tail = Math.exp(-30);
    assertThat(Losses.binaryCrossEntropy(sure, target, Reduction.NONE).toDoubleArray())
        .containsExactly(new double[] {tail, tail}, within(tail * 1e-6));
    assertThat(gradient(z -> Losses.binaryCrossEntropy(z, target, Reduction.SUM), sure))
        .containsExactly(new double[] {tail, -tail}, within(tail * 1e-6));
    Tensor wrong = x(dtype, 1000, -1000);
    assertThat(Losses.binaryCrossEntropy(wrong, target, Reduction.NONE).toDoubleArray())
        .containsExactly(1000, 1000);
  }

  @Test
  void klDivergence_is_nothing_where_the_target_is_zero() {
    Tensor logs = x(dtype, -INFINITY, 0);
    Tensor target = x(dtype, 0, 1);
    assertThat(Losses.klDivergence(logs, target, Reduction.SUM).item()).isZero();
    assertThat(gradient(l -> Losses.klDivergence(l, target, Reduction.SUM), logs))
        .containsExactly(0, -1);
  }

  @Test
  void sigmoid_and_tanh_saturate_without_NaN() {
    Tensor ends = x(dtype, -INFINITY, -1000, 1000, INFINITY);
    assertThat(Ops.sigmoid(ends).toDoubleArray()).containsExactly(0, 0, 1, 1);
    assertThat(gradient(Ops::sigmoid, ends)).containsOnly(0);
    assertThat(gradient(Ops::tanh, ends)).containsOnly(0);
    assertThat(elements(Ops.logSigmoid(ends))).containsExactly(-INFINITY, -1000, 0, 0);
    assertThat(Ops.softplus(ends).toDoubleArray()).containsExactly(0, 0, 1000, INFINITY);
  }

  @Test
  void the_branch_that_where_leaves_out_gets_a_gradient_of_exactly_zero() {
    Tensor condition = x(dtype, 1, 0);
    Tensor zeros = x(dtype, 0, 0);
    assertThat(gradient(x -> Ops.where(condition, x, zeros), x(dtype, 2, Double.NaN)))
        .containsExactly(1, 0);
    assertThat(gradient(x -> Ops.where(condition, zeros, x), x(dtype, 2, 3))).containsExactly(0, 1);
  }
}
