package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final Key KEY = Key.of(3);

  private final Parameter state = Parameter.of("state", Tensor.of(DType.F64, 1.0, 2.0));

  private static Training here() {
    return Training.current().orElseThrow();
  }

  /** Names {@code content} as the new state. */
  private Training name(double... content) {
    here().afterwards(state, Tensor.of(DType.F64, content));
    return here();
  }

  @Test
  void outside_of_a_scope_there_is_no_training() {
    assertThat(Training.current()).isEmpty();
    Training.in(KEY, () -> assertThat(Training.current()).isPresent());
    assertThat(Training.current()).isEmpty();
  }

  @Test
  void the_result_is_that_of_the_computation() {
    assertThat(Training.in(KEY, () -> "result")).isEqualTo("result");
  }

  @Test
  void the_keys_of_a_scope_differ_and_are_those_of_any_scope_of_the_same_key() {
    Supplier<List<Long>> draws =
        () -> List.of(here().nextKey().bits(0), here().nextKey().bits(0), here().nextKey().bits(0));
    List<Long> first = Training.in(KEY, draws);
    assertThat(first).doesNotHaveDuplicates();
    assertThat(Training.in(KEY, draws)).isEqualTo(first);
    assertThat(Training.in(Key.of(4), draws)).doesNotContainAnyElementsOf(first);
    assertThat(first.getFirst()).isEqualTo(KEY.split(0).bits(0));
  }

  @Test
  void state_changes_when_the_scope_ends_and_not_before() {
    Training.in(
        KEY,
        () -> {
          Training training = name(3, 4);
          assertThat(state.version()).isZero();
          assertThat(training.latest(state).toDoubleArray()).containsExactly(3, 4);
          return training;
        });
    assertThat(state.toDoubleArray()).containsExactly(3, 4);
    assertThat(state.version()).isEqualTo(1);
  }

  @Test
  void nothing_changes_when_the_scope_ends_with_an_exception() {
    assertThatThrownBy(() ->
            Training.in(
                KEY,
                () -> {
                  name(3, 4);
                  throw new ArithmeticException("failed");
                }))
        .isInstanceOf(ArithmeticException.class);
    assertThat(state.toDoubleArray()).containsExactly(1, 2);
    assertThat(Training.current()).isEmpty();
  }

  @Test
  void what_was_named_last_counts() {
    Training.in(
        KEY,
        () -> {
          assertThat(here().latest(state)).isSameAs(state);
          name(3, 4);
          return name(5, 6);
        });
    assertThat(state.toDoubleArray()).containsExactly(5, 6);
    assertThat(state.version()).isEqualTo(1);
  }

  @Test
  void an_inner_scope_hands_its_state_to_the_outer_one() {
    Training.in(
        KEY,
        () -> {
          Training.in(KEY, () -> name(3, 4));
          assertThat(state.version()).isZero();
          // An evaluation that begins anew, as that of a line search, does not see the last one.
          Training.in(
              KEY,
              () -> {
                assertThat(here().latest(state)).isSameAs(state);
                return name(5, 6);
              });
          return here();
        });
    assertThat(state.toDoubleArray()).containsExactly(5, 6);
    assertThat(state.version()).isEqualTo(1);
  }

  @Test
  void an_outer_scope_that_fails_drops_what_inner_ones_handed_over() {
    assertThatThrownBy(() ->
            Training.in(
                KEY,
                () -> {
                  Training.in(KEY, () -> name(3, 4));
                  throw new ArithmeticException("failed");
                }))
        .isInstanceOf(ArithmeticException.class);
    assertThat(state.toDoubleArray()).containsExactly(1, 2);
  }

  @Test
  void derivatives_stop_at_new_state() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 2.0, 3.0));
    Gradients<Tensor> g =
        Training.in(
            KEY,
            () ->
                Autograd.differentiate(
                    List.of(w),
                    () -> {
                      Tensor square = Ops.square(w);
                      here().afterwards(state, square);
                      return Ops.add(Ops.sum(w), Ops.sum(here().latest(state)));
                    }));
    assertThat(g.of(w).toDoubleArray()).containsExactly(1, 1);
    assertThat(state.toDoubleArray()).containsExactly(4, 9);
  }

  @Test
  void new_state_of_another_shape_or_type_is_refused_at_once() {
    Training.in(
        KEY,
        () -> {
          assertThatThrownBy(() -> here().afterwards(state, Tensor.of(DType.F64, 1.0)))
              .isInstanceOf(ShapeException.class)
              .hasMessage("afterwards: parameter \"state\" has another shape: ([2] ≠ [1])");
          assertThatThrownBy(() -> here().afterwards(state, Tensor.of(1f, 2f)))
              .isInstanceOf(DTypeException.class)
              .hasMessage(
                  "afterwards: parameter \"state\" has another element type: (F64 ≠ F32); convert"
                      + " the other with to(F64)");
          return here();
        });
  }
}
