package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SgdTest {
  @Test
  void a_plain_step_goes_down_the_gradient() {
    Parameter w = Given.weight(1, 2);
    Sgd.of(List.of(w), 0.5).step(Given.gradient(w, 2, -4));
    assertThat(w.toDoubleArray()).containsExactly(0, 4);
  }

  @Test
  void momentum_keeps_a_share_of_the_velocity() {
    Parameter w = Given.weight(0);
    Sgd sgd = Sgd.on(List.of(w)).learningRate(1).momentum(0.5).build();
    sgd.step(Given.gradient(w, 1)); // v = 1
    sgd.step(Given.gradient(w, 1)); // v = 1.5
    assertThat(w.item()).isEqualTo(-2.5);
  }

  @Test
  void nesterov_looks_ahead() {
    Parameter w = Given.weight(0);
    Sgd sgd = Sgd.on(List.of(w)).learningRate(1).momentum(0.5).nesterov(true).build();
    sgd.step(Given.gradient(w, 1)); // v = 1, step 1 + 0.5
    assertThat(w.item()).isEqualTo(-1.5);
  }

  @Test
  void the_first_velocity_is_not_dampened() {
    Parameter w = Given.weight(0);
    Sgd sgd = Sgd.on(List.of(w)).learningRate(1).momentum(0.5).dampening(0.5).build();
    sgd.step(Given.gradient(w, 1)); // v = 1
    sgd.step(Given.gradient(w, 1)); // v = 0.5 + 0.5
    assertThat(w.item()).isEqualTo(-2);
  }

  @ParameterizedTest
  @EnumSource
  void velocities_have_the_type_of_their_parameter(DType dtype) {
    Parameter w = Parameter.of("w", Tensor.zeros(dtype, Shape.of(1, 1)));
    Sgd sgd = Sgd.on(List.of(w)).learningRate(1).momentum(0.9).build();
    for (int step = 0; step < 2; step++) {
      sgd.step(Autograd.differentiate(List.of(w), () -> Ops.sum(w)));
    }
    double second = dtype == DType.F32 ? 0.9f + 1f : 0.9 + 1;
    assertThat(w.item()).isEqualTo(dtype == DType.F32 ? -1f - (float) second : -1 - second);
  }

  // ----------------------------------------------------------------------------- weight decay

  @Test
  void decay_draws_weights_to_zero_and_leaves_biases() {
    Parameter w = Given.weight(1, -2);
    Parameter b = Given.bias(3);
    Sgd sgd = Sgd.on(List.of(w, b)).learningRate(0.5).weightDecay(0.5).build();
    sgd.step(noGradient(w, b));
    assertThat(w.toDoubleArray()).containsExactly(0.75, -1.5);
    assertThat(b.item()).isEqualTo(3);
  }

  @Test
  void biases_are_decayed_if_asked() {
    Parameter w = Given.weight(1);
    Parameter b = Given.bias(4);
    Sgd sgd = Sgd.on(List.of(w, b)).learningRate(0.5).weightDecay(0.5).decayBiases(true).build();
    sgd.step(noGradient(w, b));
    assertThat(b.item()).isEqualTo(3);
  }

  private static Gradients<Tensor> noGradient(Parameter w, Parameter b) {
    return Autograd.differentiate(List.of(w, b), () -> Ops.mul(Ops.add(Ops.sum(w), Ops.sum(b)), 0));
  }

  @Test
  void weight_decay_is_an_l2_penalty_for_plain_descent() {
    double[] decayed = train(sgd -> sgd.weightDecay(0.1), 0);
    double[] penalised = train(sgd -> sgd, 0.1);
    for (int i = 0; i < decayed.length; i++) {
      assertThat(penalised[i]).isCloseTo(decayed[i], within(20 * Math.ulp(decayed[i])));
    }
  }

  @Test
  void weight_decay_differs_from_no_decay() {
    assertThat(train(sgd -> sgd.weightDecay(0.1), 0)).isNotEqualTo(train(sgd -> sgd, 0));
  }

  /** Twenty steps on a loss with a penalty {@code ½ λ ‖w‖²}. */
  private static double[] train(UnaryOperator<Sgd.Config> options, double lambda) {
    Key key = Key.of(31);
    Parameter w =
        Parameter.of("w", RandomTensors.normal(key.split(0), DType.F64, Shape.of(3, 4), 0, 1));
    Tensor x = RandomTensors.normal(key.split(1), DType.F64, Shape.of(6, 4), 0, 1);
    Sgd sgd = options.apply(Sgd.on(List.of(w)).learningRate(0.1)).build();
    for (int step = 0; step < 20; step++) {
      sgd.step(
          Autograd.differentiate(
              List.of(w),
              () -> {
                Tensor data = Ops.mean(Ops.tanh(Ops.matmul(x, w, false, true)));
                return lambda == 0
                    ? data
                    : Ops.add(data, Ops.mul(Ops.sum(Ops.square(w)), lambda / 2));
              }));
    }
    return w.toDoubleArray();
  }

  @Test
  void one_step_of_weight_decay_is_one_of_the_penalty_to_one_ulp() {
    for (int seed = 0; seed < 100; seed++) {
      double[] start =
          RandomTensors.normal(Key.of(seed), DType.F64, Shape.of(5), 0, 1).toDoubleArray();
      double[] g =
          RandomTensors.normal(Key.of(~seed), DType.F64, Shape.of(5), 0, 1).toDoubleArray();
      Parameter decayed = Given.weight(start);
      Sgd.on(List.of(decayed))
          .learningRate(0.3)
          .weightDecay(0.07)
          .build()
          .step(Given.gradient(decayed, g));
      Parameter penalised = Given.weight(start);
      Tensor direction = Tensor.of(DType.F64, penalised.shape(), g);
      Sgd.of(List.of(penalised), 0.3)
          .step(
              Autograd.differentiate(
                  List.of(penalised),
                  () ->
                      Ops.add(
                          Ops.sum(Ops.mul(penalised, direction)),
                          Ops.mul(Ops.sum(Ops.square(penalised)), 0.07 / 2))));
      for (int i = 0; i < 5; i++) {
        double expected = decayed.at(0, i);
        assertThat(penalised.at(0, i))
            .as("seed %d", seed)
            .isBetween(Math.nextDown(expected), Math.nextUp(expected));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.01, 0, 0, false",
    "0.1, 0.01, 0.9, 0, false",
    "0.1, 0.01, 0.9, 0, true",
    "0.1, 0.01, 0.9, 0.5, false",
    "0.01, 5e-4, 0.9, 0, true",
    "0.5, 3.5, 0, 0, false", // overshoots: 1 − ηλ = −0.75
    "0.5, 0.6, 0.5, 0, false", // swings
    "0.5, 0.6, 0.9, 0, true",
    "0.9, 2.5, 0.2, 0, false"
  })
  void the_half_life_is_how_long_a_weight_without_data_takes_to_halve(
      double learningRate,
      double weightDecay,
      double momentum,
      double dampening,
      boolean nesterov) {
    Parameter w = Given.weight(1);
    Sgd sgd =
        Sgd.on(List.of(w))
            .learningRate(learningRate)
            .momentum(momentum)
            .dampening(dampening)
            .nesterov(nesterov)
            .weightDecay(weightDecay)
            .build();
    // The mean rate over many steps, after a start in which the velocity settles.
    double halfLife = sgd.decayHalfLife();
    int steps = (int) Math.max(400, 20 * halfLife);
    double start = sizeAfter(sgd, w, steps);
    double end = sizeAfter(sgd, w, steps);
    assertThat(steps * Math.log(2) / Math.log(start / end))
        .isCloseTo(halfLife, within(0.02 * halfLife));
  }

  /** The largest of some neighbouring values, as a weight that swings is small now and then. */
  private static double sizeAfter(Sgd sgd, Parameter w, int steps) {
    double largest = 0;
    for (int step = 0; step < steps; step++) {
      sgd.step(Given.gradient(w, 0));
      if (step >= steps - 50) {
        largest = Math.max(largest, Math.abs(w.item()));
      }
    }
    return largest;
  }

  @Test
  void the_half_life_without_momentum_is_the_formula_of_the_notes() {
    Sgd sgd = Sgd.on(List.of(Given.weight(1))).learningRate(0.1).weightDecay(0.01).build();
    assertThat(sgd.decayHalfLife())
        .isCloseTo(Math.log(2) / -Math.log(1 - 0.1 * 0.01), within(1e-9));
  }

  @Test
  void without_decay_and_with_one_that_overshoots_a_weight_never_halves() {
    Sgd.Config sgd = Sgd.on(List.of(Given.weight(1))).learningRate(0.5);
    assertThat(sgd.build().decayHalfLife()).isInfinite();
    assertThat(sgd.momentum(0.9).build().decayHalfLife()).isInfinite();
    assertThat(sgd.weightDecay(5).build().decayHalfLife()).isInfinite();
    assertThat(sgd.weightDecay(2).build().decayHalfLife()).isZero(); // gone in one step
  }

  // ------------------------------------------------------------------------------------- errors

  @Test
  void a_missing_gradient_is_named_and_nothing_changes() {
    Parameter w = Given.weight(1);
    Parameter other = Given.bias(2);
    Sgd sgd = Sgd.of(List.of(w, other), 0.1);
    Gradients<Tensor> gradients = Given.gradient(w, 1);
    assertThatThrownBy(() -> sgd.step(gradients))
        .isInstanceOf(GradientsException.class)
        .hasMessage(
            "sgd: there is no gradient for a parameter: \"bias\" (1 of 2 parameters);"
                + " differentiate by it, or leave it out");
    assertThat(w.item()).isEqualTo(1);
    assertThat(w.version()).isZero();
    assertThat(sgd.steps()).isZero();
  }

  @Test
  void gradients_of_other_leaves_are_left_alone() {
    Parameter w = Given.weight(1);
    Parameter b = Given.bias(2);
    Sgd.of(List.of(b), 1)
        .step(Autograd.differentiate(List.of(w, b), () -> Ops.add(Ops.sum(w), Ops.sum(b))));
    assertThat(w.item()).isEqualTo(1);
    assertThat(b.item()).isEqualTo(1);
  }

  @Test
  void a_parameter_that_is_named_twice_is_changed_once() {
    Parameter w = Given.weight(1);
    Sgd sgd = Sgd.of(List.of(w, w), 1);
    sgd.step(Given.gradient(w, 1));
    assertThat(sgd.parameters()).containsExactly(w);
    assertThat(w.item()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0, Double.NaN, Double.POSITIVE_INFINITY})
  void a_learning_rate_out_of_range_is_refused(double value) {
    refuses(sgd -> sgd.learningRate(value), "learning rate", value, "(0, ∞)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void a_momentum_or_dampening_out_of_range_is_refused(double value) {
    refuses(sgd -> sgd.momentum(value), "momentum", value, "[0, 1)");
    refuses(sgd -> sgd.dampening(value), "dampening", value, "[0, 1)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void a_decay_out_of_range_is_refused(double value) {
    refuses(sgd -> sgd.weightDecay(value), "weight decay", value, "[0, ∞)");
  }

  private static void refuses(
      UnaryOperator<Sgd.Config> option, String what, double value, String range) {
    assertThatThrownBy(() -> option.apply(Sgd.on(List.of())))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("sgd: the %s is out of range: (%s not in %s)".formatted(what, value, range));
  }

  @Test
  void numbers_that_do_not_go_together_are_refused() {
    Sgd.Config sgd = Sgd.on(List.of());
    assertThatThrownBy(() -> sgd.nesterov(true).build())
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("sgd: Nesterov's momentum needs a momentum: (0.0 ≤ 0)");
    assertThatThrownBy(() -> sgd.momentum(0.9).dampening(0.1).nesterov(true).build())
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("sgd: Nesterov's momentum goes without dampening: (0.1 > 0)");
    assertThatThrownBy(() -> sgd.dampening(0.1).build())
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "sgd: without momentum there is nothing to dampen: dampening 0.1 (momentum 0.0 ≤ 0)");
  }

  @Test
  void the_hyper_parameters_can_be_read() {
    Sgd sgd = Sgd.on(List.of(Given.weight(1))).learningRate(0.1).momentum(0.9).build();
    assertThat(sgd.config())
        .hasToString(
            "Sgd[learningRate=0.1, weightDecay=0.0, decayBiases=false, momentum=0.9,"
                + " dampening=0.0, nesterov=false, decoupledDecay=false]");
  }
}
