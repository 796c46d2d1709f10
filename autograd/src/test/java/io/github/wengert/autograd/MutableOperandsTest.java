package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.internal.EngineAccess;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MutableOperandsTest {
  private final MutableScalar a = new MutableScalar("a", 2);
  private final MutableScalar b = new MutableScalar("b", 3);
  private final MutableScalar c = new MutableScalar("c", 5);
  private final Scalar x = scalar(7);

  private static List<Scalar> mutableOperands(Supplier<Scalar> computation) {
    return EngineAccess.engine().mutableOperands(computation);
  }

  @Test
  void mutable_values_are_found_once_in_the_order_of_their_use() {
    assertThat(mutableOperands(() -> x.times(b).plus(a).plus(b))).containsExactly(b, a);
  }

  @Test
  void what_only_leads_to_constants_is_found() {
    assertThat(mutableOperands(() -> x.times(a.times(a).plus(b)))).containsExactly(a, b);
  }

  @Test
  void what_derivatives_stop_at_is_not_found() {
    assertThat(mutableOperands(() -> x.times(Autograd.stopGradient(a)))).isEmpty();
  }

  @Test
  void leaves_of_scopes_inside_and_around_are_found() {
    assertThat(mutableOperands(() -> Autograd.differentiate(List.of(a), () -> a.times(b)).of(a)))
        .containsExactly(a, b);
    Autograd.differentiate(
        List.of(a),
        () -> {
          assertThat(mutableOperands(() -> a.times(b))).containsExactly(a, b);
          return a.times(c);
        });
  }

  @Test
  void what_is_used_afterwards_is_not_found() {
    Autograd.differentiate(
        List.of(a),
        () -> {
          assertThat(mutableOperands(() -> x.times(b))).containsExactly(b);
          return a.times(c);
        });
    assertThat(mutableOperands(() -> x)).isEmpty();
  }

  @Test
  void a_failure_ends_the_search() {
    Autograd.differentiate(
        List.of(a),
        () -> {
          assertThatThrownBy(() ->
                  mutableOperands(() -> {
                    throw new IllegalStateException("planted");
                  }))
              .hasMessage("planted");
          return a.times(c);
        });
    assertThat(mutableOperands(() -> x.times(b))).containsExactly(b);
  }

  @Test
  void a_search_goes_on_after_one_inside() {
    assertThat(
            mutableOperands(() -> {
              Scalar before = x.times(a);
              assertThat(mutableOperands(() -> x.times(b))).containsExactly(b);
              return before.times(c);
            }))
        .contains(a, c);
  }
}
