package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static io.github.wengert.autograd.Vec.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the engine says about mistakes that belong to no other suite. */
class ErrorMessagesTest {
  @Test
  void a_leaf_that_took_no_part_is_reported_by_name() {
    MutableScalar used = new MutableScalar("layer1.weight", 1);
    MutableScalar unused = new MutableScalar("layer1.bias", 2);
    assertThatThrownBy(() -> Autograd.differentiate(List.of(used, unused), () -> used.times(used)))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessage(
            "differentiate: parameter \"layer1.bias\" took no part in the loss (1 of 2 leaves);"
                + " use it, leave it out, or ask for Unused.ZERO");
  }

  @Test
  void all_leaves_that_took_no_part_are_reported() {
    MutableScalar a = new MutableScalar("a", 1);
    MutableScalar b = new MutableScalar("b", 2);
    Scalar x = scalar(3);
    assertThatThrownBy(() -> Autograd.differentiate(List.of(a, x, b), () -> x.times(x)))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessage(
            "differentiate: parameter \"a\", parameter \"b\" took no part in the loss"
                + " (2 of 3 leaves); use them, leave them out, or ask for Unused.ZERO");
  }

  @Test
  void a_leaf_that_was_used_off_the_path_only_took_no_part() {
    Scalar x = scalar(3);
    MutableScalar w = new MutableScalar("w", 1);
    assertThatThrownBy(() ->
            Autograd.differentiate(
                List.of(x, w),
                () -> {
                  w.times(x);
                  return x.times(x);
                }))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessageContaining("parameter \"w\"");
  }

  @Test
  void a_leaf_that_was_stopped_took_no_part() {
    MutableScalar w = new MutableScalar("w", 1);
    assertThatThrownBy(() ->
            Autograd.differentiate(List.of(w), () -> Autograd.stopGradient(w).times(scalar(2))))
        .isInstanceOf(UnusedLeafException.class)
        .hasMessageContaining("parameter \"w\"");
  }

  @Test
  void a_gradient_by_something_that_was_no_leaf_is_refused() {
    Scalar x = scalar(3);
    MutableScalar w = new MutableScalar("w", 1);
    Gradients<Scalar> gradients = Autograd.differentiate(List.of(x), () -> x.times(w));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradients.of(w))
        .withMessage(
            "gradients: parameter \"w\" is not one of the leaves that were differentiated by"
                + " (1 leaf)");
  }

  @Test
  void a_rule_with_a_missing_pullback_is_refused() {
    assertThatThrownBy(() -> Autograd.grad(ErrorMessagesTest::lopsided).apply(vec(1, 2)))
        .isInstanceOf(PullbackException.class)
        .hasMessage("lopsided: vjp must return one pullback for each input (1 ≠ 2)");
  }

  private static Vec lopsided(Vec x) {
    return Autograd.apply(new Planted("lopsided", List.of(g -> g)), x, x).sum();
  }

  @Test
  void a_rule_that_returns_a_cotangent_of_another_space_is_refused() {
    assertThatThrownBy(() -> Autograd.grad(ErrorMessagesTest::misshapen).apply(vec(1, 2)))
        .isInstanceOf(PullbackException.class)
        .hasMessage(
            "misshapen: the pullback of input 1 returned a cotangent that is not in that input's"
                + " space (vec[1] ≠ vec[2])");
  }

  private static Vec misshapen(Vec x) {
    return Autograd.apply(new Planted("misshapen", List.of(g -> g, Vec::sum)), x, x).sum();
  }

  @Test
  void a_rule_without_a_list_of_pullbacks_is_refused() {
    assertThatThrownBy(() ->
            Autograd.grad((Vec x) -> Autograd.apply(new Planted("bare", null), x, x).sum())
                .apply(vec(1, 2)))
        .isInstanceOf(PullbackException.class)
        .hasMessage("bare: vjp must return one pullback for each input (null ≠ 2)");
  }

  @Test
  void a_pullback_that_returns_null_is_refused() {
    assertThatThrownBy(() -> Autograd.grad(ErrorMessagesTest::mute).apply(vec(1, 2)))
        .isInstanceOf(PullbackException.class)
        .hasMessage("mute: the pullback of input 1 returned no cotangent (null ≠ vec[2])");
  }

  private static Vec mute(Vec x) {
    return Autograd.apply(new Planted("mute", List.of(g -> g, g -> null)), x, x).sum();
  }

  @Test
  void a_primitive_that_returns_null_is_refused_recorded_or_not() {
    Vec x = vec(1, 2);
    assertNull(() -> Autograd.apply(new Empty(), x), "empty: forward must not return null");
    assertNull(
        () -> Autograd.grad((Vec v) -> Autograd.apply(new Empty(), v)).apply(x),
        "empty: forward must not return null");
  }

  @Test
  void an_operand_that_is_null_is_named_recorded_or_not() {
    Vec x = vec(1, 2);
    Planted add = new Planted("add", List.of(g -> g));
    assertNull(() -> Autograd.apply(add, (Vec) null), "add: operand 0 is null");
    assertNull(() -> Autograd.apply(add, x, null), "add: operand 1 is null");
    assertNull(() -> Autograd.apply(add, x, x, null), "add: operand 2 is null");
    List<Vec> operands = Arrays.asList(x, null);
    assertNull(() -> Autograd.apply(add, operands), "add: operand 1 is null");
    assertNull(
        () -> Autograd.grad((Vec v) -> Autograd.apply(add, Arrays.asList(v, null))).apply(x),
        "add: operand 1 is null");
  }

  @Test
  void an_operand_that_is_null_leaves_nothing_on_the_tape() {
    Vec x = vec(1, 2);
    Planted first = new Planted("first", Arrays.asList(g -> g, null));
    Vec gradient =
        Autograd.grad(
                (Vec v) -> {
                  assertNull(
                      () -> Autograd.apply(first, Arrays.asList(v, null)),
                      "first: operand 1 is null");
                  return v.sum();
                })
            .apply(x);
    assertThat(gradient.values()).containsExactly(1, 1);
  }

  @Test
  void functions_that_return_null_are_refused_by_name() {
    Vec x = vec(1, 2);
    assertNull(
        () -> Autograd.differentiate(List.of(x), () -> null),
        "differentiate: loss must not return null");
    assertNull(() -> Autograd.grad((Vec v) -> null).apply(x), "grad: f must not return null");
    assertNull(() -> Autograd.vjp(v -> null, x), "vjp: f must not return null");
  }

  private static void assertNull(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
  }

  /** Computes nothing. */
  private record Empty() implements Primitive<Vec> {
    @Override
    public String name() {
      return "empty";
    }

    @Override
    public Vec forward(List<Vec> inputs) {
      return null;
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec output) {
      return List.of(g -> g);
    }
  }

  /** {@code y = x₁}, with whatever pullbacks. */
  private record Planted(String name, List<@Nullable Pullback<Vec>> pullbacks)
      implements Primitive<Vec> {
    @Override
    public Vec forward(List<Vec> inputs) {
      return vec(inputs.getFirst().values());
    }

    @Override
    public List<@Nullable Pullback<Vec>> vjp(List<Vec> inputs, Vec output) {
      return pullbacks;
    }
  }

  @Test
  void everything_the_engine_refuses_has_one_type() {
    assertThat(AutogradException.class.getPermittedSubclasses())
        .hasSize(6)
        .allMatch(AutogradException.class::isAssignableFrom);
    assertThat(AutogradException.class).isAssignableTo(IllegalStateException.class);
  }
}
