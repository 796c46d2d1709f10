package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MaxNormTest {
  private static Parameter rows(double[]... rows) {
    return Parameter.of("w", ParameterRole.WEIGHT, Tensor.ofRows(DType.F64, rows));
  }

  @Test
  void each_unit_that_is_too_long_is_shortened_to_the_bound() {
    Parameter w = rows(new double[] {3, 4}, new double[] {0.3, -0.4}, new double[] {-6, 8});
    MaxNorm.of(List.of(w), 2.5).apply();
    assertThat(w.toDoubleArray()).containsExactly(1.5, 2, 0.3, -0.4, -1.5, 2);
  }

  @Test
  void units_within_the_bound_are_not_touched() {
    Parameter w = rows(new double[] {3, 4}, new double[] {0, 0});
    MaxNorm.of(List.of(w), 5).apply();
    assertThat(w.toDoubleArray()).containsExactly(3, 4, 0, 0);
    assertThat(w.version()).isZero();
  }

  @Test
  void biases_are_left_alone() {
    Parameter bias = Given.bias(100);
    MaxNorm.of(List.of(bias, Given.weight(1)), 1).apply();
    assertThat(bias.item()).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void the_units_of_a_convolution_are_its_filters(DType dtype) {
    Tensor initial = RandomTensors.normal(Key.of(3), dtype, Shape.of(4, 3, 5, 5), 0, 1);
    Parameter w = Parameter.of("filters", ParameterRole.WEIGHT, initial);
    MaxNorm.of(List.of(w), 0.5).apply();
    double precision = dtype == DType.F32 ? 1e-6 : 1e-14;
    assertThat(Ops.sum(Ops.square(w), 1, 2, 3).toDoubleArray())
        .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(precision));
    double ratio = w.at(2, 0, 0, 0) / initial.at(2, 0, 0, 0); // the direction is kept
    assertThat(w.at(2, 2, 4, 4)).isCloseTo(ratio * initial.at(2, 2, 4, 4), within(precision));
  }

  @Test
  void an_optimizer_of_other_weights_is_refused() {
    MaxNorm bound = MaxNorm.of(List.of(Given.weight(3, 0), Given.weight(1)), 4);
    Sgd other = Sgd.of(List.of(Given.weight(3, 0)), 1);
    assertThatThrownBy(() -> bound.after(other))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "maxNorm: the optimizer changes none of the bounded weights: \"weight\", \"weight\" (0"
                + " of 2 parameters); are they those of another model?");
  }

  @Test
  void an_optimizer_of_some_of_the_weights_is_accepted() {
    Parameter w = Given.weight(3, 0);
    MaxNorm bound = MaxNorm.of(List.of(Given.weight(1), w), 4);
    assertThat(bound.after(Sgd.of(List.of(w), 1)).parameters()).containsExactly(w);
  }

  @Test
  void an_optimizer_applies_it_after_each_step() {
    Parameter w = Given.weight(3, 0);
    Optimizer optimizer = MaxNorm.of(List.of(w), 4).after(Sgd.of(List.of(w), 1));
    assertThat(optimizer.parameters()).containsExactly(w);
    optimizer.step(Given.gradient(w, 2, 0)); // to 1
    assertThat(w.toDoubleArray()).containsExactly(1, 0);
    optimizer.step(Given.gradient(w, -7, 0)); // to 8
    assertThat(w.toDoubleArray()).containsExactly(4, 0);
    Tensor loss = optimizer.step(() -> Ops.mul(Ops.sum(w), -8)); // to (12, 8)
    assertThat(loss.item()).isEqualTo(-32);
    assertThat(Ops.sum(Ops.square(w)).item()).isCloseTo(16, within(1e-14));
    assertThat(w.at(0, 0) / w.at(0, 1)).isCloseTo(1.5, within(1e-14));
  }

  @Test
  void a_vector_whose_squares_overflow_is_shortened_and_not_lost() {
    Parameter w =
        Parameter.of(
            "w", ParameterRole.WEIGHT, Tensor.of(Shape.of(3, 2), 3e30f, -4e30f, 3, 4, 0.1f, 1));
    MaxNorm.of(List.of(w), 2.5).apply();
    assertThat(w.toDoubleArray())
        .containsExactly(new double[] {1.5, -2, 1.5, 2, 0.1, 1}, within(1e-6));
    Parameter large = rows(new double[] {3e200, -4e200});
    MaxNorm.of(List.of(large), 2.5).apply();
    assertThat(large.toDoubleArray()).containsExactly(new double[] {1.5, -2}, within(1e-14));
  }

  @Test
  void a_vector_whose_squares_vanish_is_shortened_to_a_small_bound() {
    Parameter w =
        Parameter.of("w", ParameterRole.WEIGHT, Tensor.of(Shape.of(1, 2), 3e-25f, -4e-25f));
    MaxNorm.of(List.of(w), 2.5e-25).apply();
    assertThat(w.at(0, 1)).isCloseTo(-2e-25, within(1e-31));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-6, 1e-25})
  void a_vector_far_beyond_the_bound_keeps_its_digits(double bound) {
    Tensor single = Tensor.of(Shape.of(1, 2), 3e37f, -4e37f);
    for (Tensor initial : List.of(single, Tensor.of(DType.F64, Shape.of(1, 2), 3e300, -4e300))) {
      Parameter w = Parameter.of("w", ParameterRole.WEIGHT, initial);
      MaxNorm.of(List.of(w), bound).apply();
      double precision = bound * (initial == single ? 1e-7 : 1e-15);
      assertThat(w.toDoubleArray())
          .containsExactly(new double[] {0.6 * bound, -0.8 * bound}, within(precision));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void a_weight_that_is_not_finite_is_refused_before_anything_changes(double number) {
    Parameter before = rows(new double[] {30, 40});
    Parameter w =
        Parameter.of(
            "layers.1",
            ParameterRole.WEIGHT,
            Tensor.of(DType.F64, Shape.of(2, 2), 3.0, 4, 1, number));
    assertThatThrownBy(() -> MaxNorm.of(List.of(before, w), 2.5).apply())
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "maxNorm: a weight is not finite: parameter \"layers.1\", unit 1 (norm %s);"
                + " lower the learning rate",
            Math.abs(number));
    assertThat(before.version()).isZero();
    assertThat(w.version()).isZero();
  }

  @Test
  void what_is_bounded_is_told_by_its_role() {
    Tensor twos = Tensor.full(DType.F64, Shape.of(2, 2), 2);
    Parameter gain = Parameter.of("gain", ParameterRole.GAIN, twos);
    Parameter table = Parameter.of("table", ParameterRole.TABLE, twos);
    Parameter line = Parameter.of("line", ParameterRole.WEIGHT, Tensor.of(DType.F64, 3.0, 4.0));
    MaxNorm.of(List.of(gain, table, line), 1).apply();
    assertThat(gain.toDoubleArray()).containsOnly(2);
    assertThat(table.at(1, 1)).isCloseTo(Math.sqrt(0.5), within(1e-15));
    assertThat(line.toDoubleArray()).containsExactly(new double[] {0.6, 0.8}, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_bound_out_of_range_is_refused(double bound) {
    assertThatThrownBy(() -> MaxNorm.of(List.of(), bound))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("maxNorm: the bound is out of range: (%s not in (0, ∞))", bound);
  }

  @Test
  void it_can_be_read() {
    Parameter w = Given.weight(1);
    MaxNorm maxNorm = MaxNorm.of(List.of(w, Given.bias(1)), 3);
    assertThat(maxNorm).hasToString("MaxNorm(bound 3, 1 weight)");
    assertThat(maxNorm.after(Accumulation.of(Sgd.of(List.of(w), 0.1), 2)))
        .hasToString(
            "Accumulation(micro-batches 2, Sgd(learning rate 0.1, 1 parameter)) with MaxNorm(bound"
                + " 3, 1 weight)");
  }

  @Test
  void a_bound_on_nothing_is_refused() {
    assertThatThrownBy(() -> MaxNorm.of(List.of(Given.bias(1)), 3))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("maxNorm: there is no weight to bound: 1 parameter (0 weights < 1)");
  }
}
