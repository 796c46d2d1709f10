package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parallelism;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an optimizer remembers can be saved and taken up again, to the bit. */
final class OptimizerStateTest {
  @Test
  void every_optimizer_has_a_variant() {
    assertThat(
            Variants.all()
                .map(variant -> variant.build(Given.weight(1)).getClass())
                .collect(Collectors.toSet()))
        .isEqualTo(
            Stream.of(FirstOrderOptimizer.class.getPermittedSubclasses())
                .collect(Collectors.toSet()));
  }

  private static Parameter random(DType dtype, int... extents) {
    return Parameter.of("w", RandomTensors.normal(Key.of(7), dtype, Shape.of(extents), 0, 1));
  }

  private static void step(FirstOrderOptimizer optimizer, Parameter w, int number) {
    Tensor pull = RandomTensors.normal(Key.of(number), w.dtype(), w.shape(), 0, 1);
    optimizer.step(() -> Ops.sum(Ops.mul(Ops.tanh(w), pull)));
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void an_optimizer_that_takes_up_a_state_goes_on_with_the_same_bits(Variants.Variant variant) {
    Variants.Variant decayed = variant.with(c -> c.weightDecay(0.1));
    for (DType dtype : DType.values()) {
      Parameter w = random(dtype, 3, 5);
      FirstOrderOptimizer first = decayed.build(w);
      for (int number = 0; number < 4; number++) {
        step(first, w, number);
      }
      ImmutableMap<String, Tensor> state = first.state();
      Parameter copy = Parameter.of("w", w);
      for (int number = 4; number < 8; number++) {
        step(first, w, number);
      }
      FirstOrderOptimizer second = decayed.build(copy);
      second.restore(state);
      assertThat(second.steps()).isEqualTo(4);
      for (int number = 4; number < 8; number++) {
        step(second, copy, number);
      }
      assertThat(copy.hasSameBits(w)).isTrue();
      assertSameState(second.state(), first.state());
    }
  }

  private static void assertSameState(Map<String, Tensor> state, Map<String, Tensor> expected) {
    assertThat(state.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) -> assertThat(tensor.hasSameBits(state.get(name))).as(name).isTrue());
  }

  @ParameterizedTest
  @MethodSource("io.github.wengert.optim.Variants#all")
  void the_number_of_threads_changes_no_bit(Variants.Variant variant) {
    int before = Parallelism.threads();
    Parameter alone = random(DType.F32, 300, 301);
    Parameter shared = random(DType.F32, 300, 301);
    try {
      Parallelism.threads(1);
      steps(variant, alone);
      Parallelism.threads(2);
      steps(variant, shared);
    } finally {
      Parallelism.threads(before);
    }
    assertThat(shared.hasSameBits(alone)).isTrue();
  }

  private static void steps(Variants.Variant variant, Parameter w) {
    FirstOrderOptimizer optimizer = variant.with(c -> c.weightDecay(0.1).clipNorm(1)).build(w);
    step(optimizer, w, 1);
    step(optimizer, w, 2);
  }

  @Test
  void tensors_are_named_by_what_they_are_and_the_parameter_they_belong_to() {
    Adam adam = Adam.on(List.of(Given.weight(1), Given.weight(2))).build();
    assertThat(adam.state().keySet())
        .containsExactly(
            "steps",
            "mean/0/weight",
            "meanSquare/0/weight",
            "mean/1/weight",
            "meanSquare/1/weight");
  }

  @Test
  void a_saved_state_does_not_change_with_the_optimizer() {
    Parameter w = Given.weight(1);
    Sgd sgd = Sgd.on(List.of(w)).momentum(0.9).build();
    ImmutableMap<String, Tensor> state = sgd.state();
    sgd.step(Given.gradient(w, 1));
    assertThat(state.get("steps").item()).isZero();
    assertThat(state.get("velocity/0/weight").item()).isZero();
  }

  // ------------------------------------------------------------------------------------- errors

  @Test
  void a_state_that_does_not_fit_is_refused_and_changes_nothing() {
    Parameter w = Given.weight(1, 2);
    Sgd sgd = Sgd.on(List.of(w)).momentum(0.9).build();
    sgd.step(Given.gradient(w, 1, 1));
    ImmutableMap<String, Tensor> state = sgd.state();
    assertRefused(
        sgd,
        "velocity/0/weight",
        null,
        "the state has no tensor \"velocity/0/weight\": (1 tensors)");
    assertRefused(
        sgd,
        "velocity/0/weight",
        Tensor.of(DType.F64, 1.0, 2, 3),
        "a tensor of the state does not fit: \"velocity/0/weight\" (F64[3] ≠ F64[1, 2])");
    assertRefused(
        sgd,
        "velocity/0/weight",
        Tensor.zeros(DType.F32, Shape.of(1, 2)),
        "a tensor of the state does not fit: \"velocity/0/weight\" (F32[1, 2] ≠ F64[1, 2])");
    assertRefused(
        sgd,
        "mean/0/weight",
        Tensor.of(DType.F64, 1.0),
        "the state has tensors that this optimizer does not keep: (3 ≠ 2)");
    for (double steps : new double[] {-1, 0.5, Double.NaN, 0x1p60}) {
      assertRefused(
          sgd,
          "steps",
          Tensor.scalar(DType.F64, steps),
          "the number of steps is not a whole one: (%s)".formatted(steps));
    }
    assertSameState(sgd.state(), state);
  }

  private static void assertRefused(
      Sgd sgd, String name, @Nullable Tensor instead, String message) {
    Map<String, Tensor> state = new HashMap<>(sgd.state());
    if (instead == null) {
      state.remove(name);
    } else {
      state.put(name, instead);
    }
    assertThatThrownBy(() -> sgd.restore(state))
        .isInstanceOf(OptimizerStateException.class)
        .hasMessage("sgd: " + message);
  }
}
