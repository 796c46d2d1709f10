package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static io.github.wengert.testing.Tasks.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.internal.FusedBackward;
import io.github.wengert.autograd.internal.InputCotangents;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another thread computes without a scope is refused where it comes back into it. */
class LostScopeTest {
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(3, Thread.ofPlatform().daemon().name("pool").factory());

  private final MutableScalar w = new MutableScalar("w", 2);
  private final Scalar x = scalar(3);

  @AfterAll
  static void shutDown() {
    POOL.shutdown();
  }

  private static <T> T elsewhere(Callable<T> task) {
    return on(POOL, task);
  }

  private void assertLost(Supplier<Scalar> loss) {
    assertThatThrownBy(() -> Autograd.differentiate(List.of(w), loss, Unused.ZERO))
        .isInstanceOf(LostScopeException.class)
        .hasMessageContaining("thread \"pool\" ≠ thread \"main\"");
  }

  @Test
  void a_value_that_another_thread_computed_from_a_leaf_is_refused_as_an_operand() {
    assertThatThrownBy(
            () -> Autograd.differentiate(List.of(w), () -> elsewhere(() -> w.times(w)).plus(w)))
        .isInstanceOf(LostScopeException.class)
        .hasMessage(
            "add: a value was computed by another thread, outside the scope that records here:"
                + " scalar 4.0 (thread \"pool\" ≠ thread \"main\"); let Autograd.parallel run the"
                + " parts of a computation, or say stopGradient where a constant is meant");
  }

  @Test
  void it_is_refused_as_the_loss() {
    assertLost(() -> elsewhere(() -> w.times(w)));
  }

  @Test
  void it_is_refused_after_more_operations_on_other_threads() {
    assertLost(() -> {
      Scalar square = elsewhere(() -> w.times(w));
      Scalar sine = elsewhere(() -> square.times(x).sin());
      return sine.plus(w);
    });
  }

  @Test
  void it_is_refused_where_only_constants_meet() {
    assertLost(() -> {
      Scalar square = elsewhere(() -> w.times(w));
      return w.plus(square.times(x));
    });
  }

  @Test
  void it_is_refused_as_an_argument_of_an_inner_scope() {
    assertLost(() -> {
      Scalar square = elsewhere(() -> w.times(w));
      return Autograd.grad((Scalar v) -> v.times(square)).apply(x).plus(w);
    });
  }

  @Test
  void a_gradient_of_another_thread_that_depends_on_a_leaf_is_refused() {
    assertLost(() -> elsewhere(() -> Autograd.grad((Scalar v) -> v.times(w)).apply(x)).plus(w));
    assertLost(() ->
        elsewhere(() -> Autograd.differentiate(List.of(x), () -> x.times(w).times(w)).of(x))
            .plus(w));
    assertLost(() ->
        elsewhere(() -> Autograd.differentiate(List.of(x), () -> x.times(w)).value()).plus(w));
    assertLost(
        () -> elsewhere(() -> Autograd.jvp((Scalar v) -> v.times(w), x, x).tangent()).plus(w));
  }

  @Test
  void a_derivative_of_another_thread_at_a_leaf_is_refused() {
    assertLost(() -> elsewhere(() -> Autograd.grad(LostScopeTest::cube).apply(w)).plus(w));
    assertLost(
        () -> elsewhere(() -> Autograd.valueAndGradient(LostScopeTest::cube, w).value()).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.vjp(LostScopeTest::cube, w).value()).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.vjp(LostScopeTest::cube, w, x)).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.jvp(LostScopeTest::cube, w, x).value()).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.jvp(LostScopeTest::cube, w, x).tangent()).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.jvp(LostScopeTest::cube, x, w).tangent()).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.hvp(LostScopeTest::cube, w, x)).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.hessian(LostScopeTest::cube, w).getFirst()).plus(w));
    assertLost(() -> elsewhere(() -> Autograd.jacobian(LostScopeTest::cube, w).getFirst()).plus(w));
    assertLost(() ->
        elsewhere(() ->
                Autograd.parallel(
                        2, p -> Autograd.grad(LostScopeTest::cube).apply(w), Runnable::run)
                    .get(1))
            .plus(w));
  }

  @Test
  void a_derivative_at_a_point_of_another_thread_is_refused() {
    assertLost(() -> Autograd.grad(LostScopeTest::cube).apply(elsewhere(() -> w.times(w))).plus(w));
    assertLost(
        () -> Autograd.vjp(LostScopeTest::cube, elsewhere(() -> w.times(w))).value().plus(w));
  }

  private static Scalar cube(Scalar v) {
    return v.times(v).times(v);
  }

  @Test
  void a_gradient_by_the_same_leaf_on_another_thread_is_refused() {
    assertLost(
        () -> elsewhere(() -> Autograd.differentiate(List.of(w), () -> w.times(w)).of(w)).plus(w));
  }

  @Test
  void in_place_sums_of_a_sweep_on_another_thread_are_refused() {
    assertLost(() ->
        elsewhere(() ->
                Autograd.differentiate(List.of(x), () -> x.plus(x).plus(x).plus(x.times(w))).of(x))
            .plus(w));
  }

  @Test
  void a_fused_sweep_on_another_thread_is_refused() {
    FusedBackward<Scalar> product =
        new FusedBackward<>() {
          private final Primitive<Scalar> rule = new ScalarOps.Multiply();

          @Override
          public String name() {
            return "product";
          }

          @Override
          public Scalar forward(List<Scalar> inputs) {
            return rule.forward(inputs);
          }

          @Override
          public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar output) {
            return rule.vjp(inputs, output);
          }

          @Override
          public void pullBack(
              List<Scalar> inputs, Scalar output, Scalar g, InputCotangents<Scalar> cotangents) {
            cotangents.add(0, scalar(g.value() * inputs.get(1).value()));
          }
        };
    assertLost(() ->
        elsewhere(() -> Autograd.grad((Scalar v) -> Autograd.apply(product, v, w)).apply(x))
            .plus(w));
  }

  @Test
  void a_leaf_of_an_inner_scope_is_found_too() {
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () ->
                    Autograd.differentiate(
                            List.of(x), () -> elsewhere(() -> x.times(x)).times(x).times(w))
                        .of(x)))
        .isInstanceOf(LostScopeException.class);
  }

  @Test
  void after_an_inner_scope_its_leaf_is_a_constant_to_all_threads() {
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w),
            () -> {
              Scalar slope = Autograd.differentiate(List.of(x), () -> x.times(x).times(w)).of(x);
              return slope.times(elsewhere(() -> x.times(x)));
            });
    assertThat(g.of(w).value()).isEqualTo(6 * 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_parallel_stream_is_right_or_refused(int seed) {
    for (int run = 0; run < 70; run++) {
      double slope;
      try {
        slope =
            Autograd.differentiate(
                    List.of(w),
                    () ->
                        IntStream.range(0, 40 * seed)
                            .parallel()
                            .mapToObj(i -> w.times(w))
                            .reduce(scalar(0), Scalar::plus),
                    Unused.ZERO)
                .of(w)
                .value();
      } catch (LostScopeException | ForeignTapeException refused) {
        continue;
      }
      assertThat(slope).isEqualTo(4 * 40 * seed);
    }
  }

  @Test
  void a_virtual_thread_without_a_name_has_a_number_in_messages() {
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatThrownBy(
              () -> Autograd.differentiate(List.of(w), () -> on(virtual, () -> w.times(w)).plus(w)))
          .isInstanceOf(LostScopeException.class)
          .hasMessageMatching(".*\\(virtual thread #\\d+ ≠ thread \"main\"\\).*");
    }
  }

  @Test
  void a_virtual_thread_with_a_name_has_a_number_too_as_it_may_share_the_name() {
    try (ExecutorService virtual =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("worker").factory())) {
      assertThatThrownBy(
              () -> Autograd.differentiate(List.of(w), () -> on(virtual, () -> w.times(w)).plus(w)))
          .isInstanceOf(LostScopeException.class)
          .hasMessageMatching(".*\\(virtual thread \"worker\" #\\d+ ≠ thread \"main\"\\).*");
    }
  }

  @Test
  void a_stopped_value_is_a_constant() {
    Gradients<Scalar> g =
        Autograd.differentiate(
            List.of(w), () -> Autograd.stopGradient(elsewhere(() -> w.times(w))).times(w));
    assertThat(g.of(w).value()).isEqualTo(4);
    g =
        Autograd.differentiate(
            List.of(w),
            () -> {
              Scalar constant = Autograd.stopGradient(w);
              return elsewhere(() -> constant.times(constant)).times(w);
            });
    assertThat(g.of(w).value()).isEqualTo(4);
  }

  @Test
  void a_thread_that_works_for_itself_is_not_disturbed() {
    Scalar[] own = new Scalar[1];
    Autograd.differentiate(
        List.of(w),
        () -> {
          own[0] = elsewhere(() -> w.times(w).plus(w).plus(x));
          assertThat(elsewhere(() -> own[0].item())).isEqualTo(9);
          assertThat(own[0].item()).isEqualTo(9); // a number is a constant
          return w.times(w);
        });
    // Once the scope has ended, the value is a constant like any other.
    assertThat(Autograd.differentiate(List.of(w), () -> own[0].times(w)).of(w).value())
        .isEqualTo(9);
  }

  @Test
  void data_that_another_thread_prepares_meanwhile_are_constants() {
    assertThat(
            Autograd.differentiate(List.of(w), () -> elsewhere(() -> x.times(x)).times(w))
                .of(w)
                .value())
        .isEqualTo(9);
  }

  @Test
  void a_primitive_may_compute_on_other_threads() {
    Primitive<Scalar> square =
        new ScalarOps.Unary() {
          @Override
          public double f(double v) {
            return elsewhere(() -> w.times(w)).times(scalar(1)).value() * 0 + v * v;
          }

          @Override
          public Scalar derivative(Scalar v, Scalar y) {
            return v.times(2);
          }
        };
    assertThat(
            Autograd.differentiate(List.of(w), () -> Autograd.apply(square, w).plus(w))
                .of(w)
                .value())
        .isEqualTo(5);
  }

  @Test
  void a_pullback_of_an_open_scope_serves_its_thread() {
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () -> {
                  Vjp<Scalar> square = Autograd.vjp((Scalar v) -> v.times(v), w);
                  return elsewhere(() -> square.pullback(scalar(1)).getFirst()).plus(w);
                }))
        .isInstanceOf(ForeignTapeException.class)
        .hasMessageStartingWith("vjp: a tape records for the thread that opened it only");
  }

  @Test
  void a_pullback_of_an_ended_scope_serves_all_threads() {
    Vjp<Scalar> square = Autograd.vjp((Scalar v) -> v.times(v), x);
    assertThat(elsewhere(() -> square.pullback(scalar(1)).getFirst()).item()).isEqualTo(6);
  }

  @Test
  void in_parts_of_a_parallel_computation_other_threads_are_refused_too() {
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(w),
                () ->
                    Autograd.parallel(2, p -> elsewhere(() -> w.times(w)).plus(w), POOL)
                        .getFirst()))
        .isInstanceOf(LostScopeException.class);
  }

  @Test
  void threads_that_differentiate_at_once_by_one_leaf_do_not_disturb_each_other() {
    List<Double> slopes =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> Autograd.differentiate(List.of(w), () -> w.times(w)).of(w).item())
            .toList();
    assertThat(slopes).hasSize(200).containsOnly(4.0);
    assertThatCode(() -> w.times(w).item()).doesNotThrowAnyException();
  }
}
