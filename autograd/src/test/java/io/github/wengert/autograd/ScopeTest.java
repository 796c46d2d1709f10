package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.testing.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Scope<String> POLICY = Scope.shared("policy scope");
  private static final Scope<List<String>> LOG =
      Scope.forking("log scope", whole -> new ArrayList<>(), List::addAll);

  private static final ExecutorService POOL =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pool").factory());

  private final Scalar x = scalar(3);

  @AfterAll
  static void shutDown() {
    POOL.shutdown();
  }

  private static <T> T elsewhere(Callable<T> task) {
    return Tasks.on(POOL, task);
  }

  /** Computes something that a policy decides. */
  private static Scalar decided(Scalar x) {
    return x.times("twice".equals(POLICY.current()) ? 2 : 1);
  }

  @Test
  void the_innermost_scope_of_a_kind_counts() {
    assertThat(POLICY.current()).isNull();
    POLICY.in(
        "outer",
        () -> {
          assertThat(POLICY.current()).isEqualTo("outer");
          LOG.in(new ArrayList<>(), () -> POLICY.in("inner", () -> null));
          assertThat(POLICY.<String>in("inner", POLICY::current)).isEqualTo("inner");
          return null;
        });
    assertThat(POLICY.current()).isNull();
  }

  @Test
  void what_missed_a_scope_is_refused_as_an_operand() {
    assertThatThrownBy(() -> POLICY.in("twice", () -> elsewhere(() -> decided(x)).plus(x)))
        .isInstanceOf(LostScopeException.class)
        .hasMessage(
            "add: a value was computed by another thread, outside the policy scope: scalar 3.0"
                + " (thread \"pool\" ≠ thread \"main\"); let Autograd.parallel run the parts of a"
                + " computation, or say stopGradient where a constant is meant");
  }

  @Test
  void what_missed_a_scope_is_refused_as_its_result() {
    assertThatThrownBy(() -> POLICY.in("twice", () -> elsewhere(() -> decided(x))))
        .isInstanceOf(LostScopeException.class)
        .hasMessageStartingWith("policy scope: a value was computed by another thread");
  }

  @Test
  void what_missed_a_scope_is_refused_where_it_is_read() {
    assertThatThrownBy(() -> POLICY.in("twice", () -> elsewhere(() -> decided(x)).item()))
        .isInstanceOf(LostScopeException.class)
        .hasMessageStartingWith("item: a value was computed by another thread");
  }

  @Test
  void what_missed_a_scope_is_refused_in_a_recording() {
    assertThatThrownBy(() ->
            POLICY.in(
                "twice",
                () ->
                    Autograd.differentiate(
                        List.of(x), () -> elsewhere(() -> decided(scalar(1))).times(x))))
        .isInstanceOf(LostScopeException.class);
  }

  @Test
  void a_derivative_at_a_point_that_missed_a_scope_is_refused() {
    assertThatThrownBy(() ->
            POLICY.in(
                "twice",
                () ->
                    Autograd.valueAndGradient((Scalar v) -> v.times(v), elsewhere(() -> decided(x)))
                        .value()))
        .isInstanceOf(LostScopeException.class);
  }

  @Test
  void a_recorded_value_that_missed_a_scope_is_refused() {
    assertThatThrownBy(() ->
            POLICY.in(
                "twice",
                () ->
                    elsewhere(() ->
                            Autograd.differentiate(List.of(x), () -> decided(x).times(x)).value())
                        .item()))
        .isInstanceOf(LostScopeException.class);
  }

  @Test
  void what_a_function_hands_on_unchanged_has_missed_a_scope_too() {
    assertThatThrownBy(() -> POLICY.in("twice", () -> elsewhere(() -> handedOn(x)).item()))
        .isInstanceOf(LostScopeException.class);
    assertThatThrownBy(() ->
            POLICY.in(
                "twice",
                () ->
                    elsewhere(() ->
                            Autograd.differentiate(List.of(x), () -> handedOn(x.times(x))).value())
                        .item()))
        .isInstanceOf(LostScopeException.class);
    assertThat(handedOn(x)).isSameAs(x);
    assertThat(POLICY.in("once", () -> handedOn(x))).isSameAs(x);
  }

  private static Scalar handedOn(Scalar x) {
    return POLICY.current() == null ? Scope.unchanged(x) : x;
  }

  @Test
  void a_gradient_that_missed_a_scope_is_refused() {
    assertThatThrownBy(() ->
            POLICY.in(
                "twice", () -> elsewhere(() -> Autograd.grad(ScopeTest::decided).apply(x)).item()))
        .isInstanceOf(LostScopeException.class);
  }

  @Test
  void a_thread_that_works_for_itself_is_not_disturbed() {
    Scalar own =
        POLICY
            .in(
                "twice",
                () -> {
                  Scalar computed = elsewhere(() -> decided(x).plus(x));
                  assertThat(elsewhere(computed::item)).isEqualTo(6);
                  return List.of(computed);
                })
            .getFirst();
    assertThat(own.item()).isEqualTo(6);
    assertThat(own.plus(x).item()).isEqualTo(9);
  }

  @Test
  void what_does_not_ask_for_a_scope_does_not_miss_it() {
    assertThat(POLICY.in("twice", () -> elsewhere(() -> x.times(x)).plus(decided(x))).item())
        .isEqualTo(15);
  }

  @Test
  void parallel_parts_find_what_the_whole_finds() {
    assertThat(
            POLICY.in("twice", () -> Autograd.parallel(4, p -> decided(scalar(p))).get(3)).item())
        .isEqualTo(6);
  }

  @Test
  void forked_values_are_joined_in_the_order_of_the_parts() {
    List<String> log = new ArrayList<>();
    LOG.in(
        log,
        () ->
            Autograd.parallel(
                20,
                p -> {
                  LOG.current().add("begin " + p);
                  Autograd.parallel(2, q -> LOG.current().add("inner " + q));
                  return LOG.current().add("end " + p);
                }));
    assertThat(log).hasSize(80).startsWith("begin 0", "inner 0", "inner 1", "end 0", "begin 1");
  }

  @Test
  void nothing_is_joined_if_a_part_fails() {
    List<String> log = new ArrayList<>();
    assertThatThrownBy(() ->
            LOG.in(
                log,
                () ->
                    Autograd.parallel(
                        2,
                        p -> {
                          LOG.current().add("part");
                          throw new ArithmeticException();
                        })))
        .isInstanceOf(ArithmeticException.class);
    assertThat(log).isEmpty();
  }
}
