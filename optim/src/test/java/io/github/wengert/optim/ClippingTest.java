package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parallelism;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClippingTest {
  private final Parameter w = Given.weight(0, 0);
  private final Parameter b = Given.bias(0);

  /** The gradients (3, −4) of w and 12 of b, whose norm is 13. */
  private Gradients<Tensor> thirteen() {
    return Autograd.differentiate(
        List.of(w, b),
        () ->
            Ops.add(
                Ops.sum(Ops.mul(w, Tensor.of(DType.F64, Shape.of(1, 2), 3.0, -4))),
                Ops.mul(Ops.sum(b), 12)));
  }

  @Test
  void the_norm_is_that_of_all_gradients_together() {
    assertThat(Clipping.norm(thirteen())).isEqualTo(13);
  }

  @Test
  void a_large_norm_is_scaled_down_and_the_direction_stays() {
    Gradients<Tensor> given = thirteen();
    Gradients<Tensor> clipped = Clipping.byNorm(6.5).apply(given);
    assertThat(clipped.of(w).toDoubleArray()).containsExactly(1.5, -2);
    assertThat(clipped.of(b).item()).isEqualTo(6);
    assertThat(given.of(b).item()).isEqualTo(12);
  }

  @Test
  void a_small_norm_is_left_alone() {
    Gradients<Tensor> given = thirteen();
    assertThat(Clipping.byNorm(13).apply(given)).isSameAs(given);
  }

  @Test
  void values_are_brought_within_their_bound() {
    Gradients<Tensor> clipped = Clipping.byValue(3.5).apply(thirteen());
    assertThat(clipped.of(w).toDoubleArray()).containsExactly(3, -3.5);
    assertThat(clipped.of(b).item()).isEqualTo(3.5);
  }

  @Test
  void the_norm_is_taken_after_values_are_clipped() {
    Gradients<Tensor> clipped = Clipping.byValue(3).norm(Math.sqrt(27) / 3).apply(thirteen());
    assertThat(clipped.of(b).item()).isCloseTo(1, within(1e-15));
  }

  @Test
  void an_optimizer_clips_its_own_parameters_together_and_tells_their_norm() {
    Sgd sgd = Sgd.on(List.of(w)).learningRate(1).clipNorm(2.5).build();
    assertThat(sgd.gradientNorm()).isEmpty();
    sgd.step(thirteen());
    assertThat(w.toDoubleArray()).containsExactly(-1.5, 2);
    assertThat(sgd.gradientNorm()).hasValue(5);
  }

  @Test
  void without_a_bound_on_the_norm_none_is_computed() {
    Sgd sgd = Sgd.on(List.of(w)).clipValue(1).build();
    sgd.step(thirteen());
    assertThat(sgd.gradientNorm()).isEmpty();
  }

  @Test
  void decay_is_not_clipped() {
    Parameter one = Given.weight(1);
    Sgd.on(List.of(one))
        .learningRate(1)
        .weightDecay(0.25)
        .clipNorm(0.5)
        .build()
        .step(Given.gradient(one, 8));
    assertThat(one.item()).isEqualTo(1 - 0.5 - 0.25);
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void each_optimizer_steps_as_if_it_had_been_given_clipped_gradients(Variants.Variant variant) {
    Parameter same = Parameter.of("same", w);
    FirstOrderOptimizer clipping =
        variant.with(c -> c.weightDecay(0.1).clipValue(3.5).clipNorm(2)).build(w);
    FirstOrderOptimizer plain = variant.with(c -> c.weightDecay(0.1)).build(same);
    Clipping before = Clipping.byValue(3.5).norm(2);
    for (int step = 1; step <= 5; step++) {
      clipping.step(Given.gradient(w, 3 * step, -4));
      plain.step(before.apply(Given.gradient(same, 3 * step, -4)));
      for (int i = 0; i < 2; i++) {
        assertThat(w.at(0, i)).isCloseTo(same.at(0, i), within(1e-13));
      }
    }
  }

  @Test
  void the_norm_has_the_same_bits_with_any_number_of_threads() {
    Parameter large = Parameter.of("large", Tensor.zeros(DType.F32, Shape.of(300, 1000)));
    Tensor g = RandomTensors.normal(Key.of(3), DType.F32, large.shape(), 0, 1);
    Gradients<Tensor> gradients =
        Autograd.<Tensor>differentiate(List.of(large), () -> Ops.sum(large)).map((x, one) -> g);
    int before = Parallelism.threads();
    try {
      Parallelism.threads(1);
      double alone = Clipping.norm(gradients);
      Parallelism.threads(2);
      assertThat(Clipping.norm(gradients)).isEqualTo(alone);
      assertThat(alone).isBetween(545.0, 550.0); // √300,000
    } finally {
      Parallelism.threads(before);
    }
  }

  @Test
  void a_norm_is_right_where_squares_overflow_or_vanish() {
    Parameter single = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(1, 2)));
    assertThat(Clipping.norm(constant(single, Tensor.of(single.shape(), 1e30f, 1e30f))))
        .isCloseTo(Math.sqrt(2) * 1e30f, withinPercentage(1e-10));
    assertThat(Clipping.norm(constant(single, Tensor.of(single.shape(), 0, 1e-30f))))
        .isEqualTo(1e-30f);
    for (double size : new double[] {1e200, 1e-200, 1e300, 1e-310}) {
      assertThat(Clipping.norm(Given.gradient(w, 3 * size, -4 * size)))
          .isCloseTo(5 * size, withinPercentage(1e-10));
    }
    assertThat(Clipping.norm(Given.gradient(w, 0, 0))).isZero();
    Parameter moved = Given.weight(0, 0);
    Sgd.on(List.of(moved))
        .learningRate(1)
        .clipNorm(10)
        .build()
        .step(Given.gradient(moved, 3e200, -4e200));
    assertThat(moved.toDoubleArray()).containsExactly(new double[] {-6, 8}, within(1e-13));
  }

  /** A float has 24 bits at 1e-3, but 8 at the factor of 1e-43. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-6, 1e-12, 1e-25})
  void a_norm_far_beyond_its_bound_keeps_the_digits_of_the_gradients(double bound) {
    Tensor single = Tensor.of(Shape.of(1, 3), 3e37f, -4e37f, 1e-3f);
    Tensor large = Tensor.of(DType.F64, single.shape(), 3e300, -4e300, 1e-3);
    for (Tensor g : List.of(single, large)) {
      double[] expected = {0.6 * bound, -0.8 * bound, 0};
      double precision = bound * (g == single ? 1e-7 : 1e-15);
      Parameter moved = Parameter.of("w", Tensor.zeros(g.dtype(), g.shape()));
      Gradients<Tensor> given = constant(moved, g);
      assertThat(Clipping.byNorm(bound).apply(given).of(moved).toDoubleArray())
          .containsExactly(expected, within(precision));
      Sgd sgd = Sgd.on(List.of(moved)).learningRate(1).clipNorm(bound).build();
      sgd.step(given);
      assertThat(Ops.neg(moved).toDoubleArray()).containsExactly(expected, within(precision));
      assertThat(sgd.gradientNorm().orElseThrow())
          .isCloseTo(g == single ? 5e37 : 5e300, withinPercentage(1e-5));
    }
  }

  /** The gradients that say {@code g}. */
  private static Gradients<Tensor> constant(Parameter w, Tensor g) {
    return Autograd.<Tensor>differentiate(List.of(w), () -> Ops.sum(w)).map((x, one) -> g);
  }

  // ------------------------------------------------------------------------------------- errors

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void a_norm_that_is_not_finite_stops_the_step_before_anything_changes(double bad) {
    Sgd sgd = Sgd.on(List.of(w)).momentum(0.9).clipNorm(1).build();
    Gradients<Tensor> gradients =
        thirteen().map((x, g) -> x == w ? Tensor.of(DType.F64, Shape.of(1, 2), 1, bad) : g);
    String message = "clipNorm: the norm of the gradients is not finite: (%s)".formatted(bad);
    assertThatThrownBy(() -> sgd.step(gradients))
        .isInstanceOf(GradientsException.class)
        .hasMessage(message);
    assertThat(w.version()).isZero();
    assertThat(sgd.steps()).isZero();
    assertThatThrownBy(() -> Clipping.byNorm(1).apply(gradients)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void a_bound_out_of_range_is_refused(double c) {
    assertThatThrownBy(() -> Sgd.on(List.of(w)).clipNorm(c))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("clipNorm: the largest norm is out of range: (%s not in (0, ∞))", c);
    assertThatThrownBy(() -> Clipping.byValue(c))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("clipValue: the largest value is out of range: (%s not in (0, ∞))", c);
  }

  @Test
  void bounds_can_be_read() {
    assertThat(Clipping.byValue(1)).hasToString("clipValue=1.0");
    assertThat(Clipping.byNorm(2).value(1)).hasToString("clipValue=1.0, clipNorm=2.0");
    assertThat(Adam.on(List.of(w)).clipNorm(2))
        .hasToString(
            "Adam[learningRate=0.001, weightDecay=0.0, decayBiases=false, clipNorm=2.0,"
                + " beta1=0.9, beta2=0.999, epsilon=1.0E-8, amsgrad=false]");
  }
}
