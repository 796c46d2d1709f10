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

  // ---------------------------------------------------------------------- trains, or is evaluated

  @Test
  void an_evaluation_hides_the_scopes_around_it_and_hands_inner_state_on() {
    Training.in(
        KEY,
        () -> {
          Training around = here();
          Training.evaluate(() -> {
            assertThat(Training.current()).isEmpty();
            assertThat(Training.isDecided()).isTrue();
            assertThat(Autograd.parallel(2, p -> Training.current().isEmpty())).containsOnly(true);
            return Training.in(KEY, () -> name(3, 4));
          });
          assertThat(here()).isSameAs(around);
          assertThat(state.version()).isZero();
          return around;
        });
    assertThat(state.toDoubleArray()).containsExactly(3, 4);
    assertThat(Training.isDecided()).isFalse();
  }

  @Test
  void a_deterministic_scope_trains_and_refuses_random_numbers() {
    Training.deterministic(() -> {
      assertThatThrownBy(() -> here().nextKey())
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "training: random numbers would make the loss another function each time it is"
                  + " computed: (1 key drawn > 0); leave out layers such as dropout, or say around"
                  + " the minimisation Training.in(key, () -> …), which keeps one choice of random"
                  + " numbers, or Training.evaluate(() -> …)");
      assertThatThrownBy(() -> Autograd.parallel(2, p -> here().nextKey()))
          .isInstanceOf(TrainingException.class);
      return name(3, 4);
    });
    assertThat(state.toDoubleArray()).containsExactly(3, 4);
  }

  @Test
  void a_repeatable_computation_draws_the_same_keys_each_time_and_its_last_state_counts() {
    Training.in(
        KEY,
        () -> {
          long outer = here().nextKey().bits(0);
          Supplier<Long> draw =
              () -> {
                assertThat(here().latest(state)).isSameAs(state);
                name(3, 4 + here().nextKey().uniform(0));
                return here().nextKey().bits(0);
              };
          long first = Training.repeatable(draw);
          assertThat(Training.repeatable(draw)).isEqualTo(first).isNotEqualTo(outer);
          assertThat(here().hasNewState()).isTrue();
          here().nextKey();
          assertThat(Training.repeatable(draw)).isNotEqualTo(first); // another computation
          return draw;
        });
    assertThat(state.version()).isEqualTo(1);
    assertThat(Training.<Boolean>repeatable(Training::isDecided)).isFalse();
    Training.evaluate(() -> Training.repeatable(() -> assertThat(Training.current()).isEmpty()));
    Training.deterministic(() ->
        Training.repeatable(() ->
            assertThatThrownBy(() -> here().nextKey()).isInstanceOf(TrainingException.class)));
  }

  @Test
  void whoever_asks_while_parameters_are_learned_gets_a_word_or_an_exception() {
    Parameter w = Parameter.of("w", Tensor.of(DType.F64, 2.0, 3.0));
    Supplier<Tensor> loss =
        () -> Ops.sum(Training.current("noise").isPresent() ? Ops.mul(w, 2) : Ops.mul(w, 1));
    assertThatThrownBy(() -> Autograd.<Tensor>differentiate(List.of(w), loss))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith(
            "noise: it trains differently, and nothing says whether it trains: differentiated by"
                + " parameter \"w\"");
    assertThatThrownBy(() ->
            Autograd.<Tensor>differentiate(
                List.of(w), () -> Ops.mul(Ops.sum(w), Training.current().isPresent() ? 1 : 2)))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("layer: ");
    Tensor x = Tensor.of(DType.F64, 1.0);
    assertThatThrownBy(
            () -> // an inner scope by something else is still part of the outer one
            Autograd.<Tensor>differentiate(
                    List.of(w),
                    () ->
                        Autograd.<Tensor>differentiate(List.of(x), () -> Ops.mul(x, loss.get()))
                            .of(x)))
        .isInstanceOf(TrainingException.class);
    assertThat(
            Training.evaluate(() -> Autograd.<Tensor>differentiate(List.of(w), loss))
                .of(w)
                .toDoubleArray())
        .containsExactly(1, 1);
    assertThat(loss.get().item()).isEqualTo(5);
    // State is not learned, nor is what an inner scope watched once it has ended.
    assertThat(
            Autograd.<Tensor>differentiate(
                    List.of(x),
                    () -> {
                      Autograd.<Tensor>differentiate(List.of(w), () -> Ops.sum(w));
                      return Ops.mul(x, loss.get());
                    })
                .of(x)
                .item())
        .isEqualTo(5);
    Parameter kept = Parameter.of("kept", ParameterRole.STATE, Tensor.of(DType.F64, 1.0));
    assertThat(
            Autograd.<Tensor>differentiate(List.of(kept), () -> Ops.mul(kept, loss.get()))
                .of(kept)
                .item())
        .isEqualTo(5);
  }

  @Test
  void the_first_of_many_parameters_is_named() {
    List<Parameter> many =
        java.util.stream.IntStream.range(0, 30)
            .mapToObj(i -> Parameter.of("p" + i, Tensor.of(DType.F64, 1.0)))
            .toList();
    assertThatThrownBy(() ->
            Autograd.<Tensor>differentiate(
                many, () -> Ops.mul(many.getLast(), Training.current().isPresent() ? 1 : 2)))
        .hasMessageContaining("differentiated by parameter \"p0\"");
  }

  @Test
  void a_scope_reads_as_what_it_is() {
    Key key = Key.of(1);
    assertThat(Training.in(key, () -> Training.current().orElseThrow().toString()))
        .isEqualTo("Training(" + key + ")");
    assertThat(Training.deterministic(() -> Training.current().orElseThrow().toString()))
        .isEqualTo("Training(without random numbers)");
  }
}
