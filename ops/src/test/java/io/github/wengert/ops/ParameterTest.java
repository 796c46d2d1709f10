package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.StaleValueException;
import io.github.wengert.autograd.UnusedLeafException;
import io.github.wengert.ops.internal.StepCoefficients;
import io.github.wengert.ops.internal.UpdateRules;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ParameterTest {
  private final Parameter w = Parameter.of("w", Tensor.of(DType.F64, 1.0, 2));
  private final Tensor g = Tensor.of(DType.F64, 0.5, -1);

  @Test
  void a_parameter_starts_with_a_copy() {
    Parameter other = Parameter.of("other", w);
    other.assign(g);
    assertThat(w.name()).isEqualTo("w");
    assertThat(w.toDoubleArray()).containsExactly(1, 2);
    assertThat(other.toDoubleArray()).containsExactly(0.5, -1);
    assertThat(w).hasToString("parameter \"w\" [1.0, 2.0]");
  }

  @Test
  void every_change_raises_the_version() {
    Parameter v = Parameter.of("v", Tensor.of(DType.F64, 0.0, 0));
    assertThat(w.version()).isZero();
    w.assign(g);
    UpdateRules.rules().gradientStep(w, g, StepCoefficients.of(0.1));
    UpdateRules.rules().momentumStep(w, g, v, StepCoefficients.of(0.1), 0.9, 0, false);
    assertThat(w.version()).isEqualTo(3);
    assertThat(v.version()).isOne();
  }

  @Test
  void a_snapshot_does_not_change() {
    Tensor snapshot = w.snapshot();
    w.assign(g);
    assertThat(snapshot.toDoubleArray()).containsExactly(1, 2);
    assertThat(snapshot).isNotInstanceOf(Parameter.class);
  }

  @Test
  void gradientStep_goes_down_the_slope_and_decays() {
    UpdateRules.rules().gradientStep(w, g, new StepCoefficients(0.5, 1, 0.25, 0));
    assertThat(w.toDoubleArray()).containsExactly(1 - 0.5 * 0.75, 2 + 0.5 * 0.5);
  }

  @Test
  void momentumStep_follows_its_formula() {
    Parameter v = Parameter.of("v", Tensor.of(DType.F64, 1.0, 0));
    UpdateRules.rules().momentumStep(w, g, v, StepCoefficients.of(0.5), 0.5, 0.25, false);
    assertThat(v.toDoubleArray()).containsExactly(0.875, -0.75);
    assertThat(w.toDoubleArray()).containsExactly(1 - 0.4375, 2 + 0.375);
    UpdateRules.rules().momentumStep(w, g, v, StepCoefficients.of(1), 0.5, 0, true);
    assertThat(v.toDoubleArray()).containsExactly(0.9375, -1.375);
    assertThat(w.toDoubleArray()).containsExactly(0.5625 - 0.96875, 2.375 + 1.6875);
  }

  @Test
  void a_change_between_the_loss_and_its_derivative_is_refused() {
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () -> {
                  Tensor loss = Ops.sum(Ops.square(w));
                  w.assign(g);
                  return loss;
                }))
        .isInstanceOf(StaleValueException.class)
        .hasMessageContaining("parameter \"w\"");
  }

  @Test
  void an_unused_parameter_is_named() {
    Parameter unused = Parameter.of("layer1.weight", g);
    assertThatThrownBy(() -> Autograd.differentiate(List.of(w, unused), () -> Ops.sum(w)))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessageContaining("parameter \"layer1.weight\" took no part in the loss");
  }

  @Test
  void misuses_are_refused_and_change_nothing() {
    Tensor three = Tensor.of(DType.F64, 1.0, 2, 3);
    Tensor floats = Tensor.of(1f, 2);
    Parameter v = Parameter.of("v", g);
    Parameter longV = Parameter.of("longV", three);
    assertRefused("assign: parameter \"w\" has another shape: ([2] ≠ [3])", w::assign, three);
    assertRefused(
        "assign: parameter \"w\" has another element type: (F64 ≠ F32); convert the other with"
            + " to(F64)",
        w::assign,
        floats);
    assertRefused(
        "gradientStep: parameter \"w\" has another shape: ([2] ≠ [3])",
        x -> UpdateRules.rules().gradientStep(w, x, StepCoefficients.of(0.1)),
        three);
    assertRefused(
        "gradientStep: parameter \"w\" has another element type: (F64 ≠ F32); convert the other"
            + " with to(F64)",
        x -> UpdateRules.rules().gradientStep(w, x, StepCoefficients.of(0.1)),
        floats);
    assertRefused(
        "momentumStep: parameter \"w\" has another shape: ([2] ≠ [3])",
        x -> UpdateRules.rules().momentumStep(w, x, v, StepCoefficients.of(0.1), 0.9, 0, false),
        three);
    assertRefused(
        "momentumStep: parameter \"w\" has another shape: ([2] ≠ [3])",
        x -> UpdateRules.rules().momentumStep(w, x, longV, StepCoefficients.of(0.1), 0.9, 0, false),
        g);
    assertThat(v.version()).isZero();
    assertThat(longV.version()).isZero();
    assertThatThrownBy(() -> Parameter.of("", g))
        .isInstanceOf(AttributeException.class)
        .hasMessage("parameter: the name must not be empty: (0 characters < 1)");
  }

  private void assertRefused(String message, Consumer<Tensor> change, Tensor operand) {
    assertThatThrownBy(() -> change.accept(operand))
        .isInstanceOf(OpException.class)
        .hasMessage(message);
    assertThat(w.toDoubleArray()).containsExactly(1, 2);
    assertThat(w.version()).isZero();
  }
}
