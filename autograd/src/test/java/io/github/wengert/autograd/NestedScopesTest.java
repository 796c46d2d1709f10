package io.github.wengert.autograd;

import static io.github.wengert.autograd.Autograd.differentiate;
import static io.github.wengert.autograd.Autograd.grad;
import static io.github.wengert.autograd.Autograd.jvp;
import static io.github.wengert.autograd.Scalar.scalar;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Scopes in scopes: each sees its own leaves only, and all that was there before as a constant. */
class NestedScopesTest {
  /** d/dx (x · d/dy (x + y)) = d/dx (x · 1) = 1; who confuses x with y gets 2. */
  @Test
  void perturbations_are_not_confused() {
    Scalar one = scalar(1);
    Scalar functional =
        grad((Scalar x) -> x.times(grad((Scalar y) -> x.plus(y)).apply(one))).apply(one);
    assertThat(functional.value()).isEqualTo(1);
  }

  @Test
  void perturbations_are_not_confused_in_closure_style() {
    Scalar x = scalar(1);
    Scalar y = scalar(1);
    Scalar closure =
        differentiate(List.of(x), () -> x.times(differentiate(List.of(y), () -> x.plus(y)).of(y)))
            .of(x);
    assertThat(closure.value()).isEqualTo(1);
  }

  @Test
  void perturbations_are_not_confused_when_one_object_is_the_point_of_both_derivatives() {
    Scalar one = scalar(1);
    Scalar closureInFunctional =
        grad((Scalar x) -> x.times(differentiate(List.of(one), () -> x.plus(one)).of(one)))
            .apply(one);
    Scalar functionalInClosure =
        differentiate(List.of(one), () -> one.times(grad((Scalar y) -> one.plus(y)).apply(one)))
            .of(one);
    assertThat(closureInFunctional.value()).isEqualTo(1);
    assertThat(functionalInClosure.value()).isEqualTo(1);
  }

  @Test
  void perturbations_are_not_confused_in_forward_mode() {
    Scalar one = scalar(1);
    Jvp<Scalar> forward =
        jvp((Scalar x) -> x.times(jvp((Scalar y) -> x.plus(y), one, one).tangent()), one, one);
    assertThat(forward.tangent().value()).isEqualTo(1);
  }

  @Test
  void mixed_partial_derivatives_come_from_nested_scopes_of_any_style() {
    double a = 0.6;
    double b = 1.3;
    BinaryOperator<Scalar> f = (x, y) -> x.times(y).sin().plus(x.pow(2).times(y.pow(3)));
    double expected = Math.cos(a * b) - a * b * Math.sin(a * b) + 6 * a * b * b;
    Scalar x = scalar(a);
    Scalar y = scalar(b);

    Scalar functional = grad((Scalar s) -> grad((Scalar t) -> f.apply(s, t)).apply(y)).apply(x);
    Scalar closure =
        differentiate(List.of(x), () -> differentiate(List.of(y), () -> f.apply(x, y)).of(y)).of(x);
    Scalar closureInFunctional =
        grad((Scalar s) -> differentiate(List.of(y), () -> f.apply(s, y)).of(y)).apply(x);
    Scalar functionalInClosure =
        differentiate(List.of(x), () -> grad((Scalar t) -> f.apply(x, t)).apply(y)).of(x);

    assertThat(List.of(functional, closure, closureInFunctional, functionalInClosure))
        .allSatisfy(partial -> assertThat(partial.value()).isCloseTo(expected, within(1e-12)));
  }

  @Test
  void an_intermediate_value_can_be_the_leaf_of_an_inner_scope() {
    Scalar x = scalar(2);
    List<Double> inner = new ArrayList<>();
    Gradients<Scalar> outer =
        differentiate(
            List.of(x),
            () -> {
              Scalar m = x.times(x);
              Scalar slope = differentiate(List.of(m), () -> m.pow(3)).of(m); // 3m² = 3x⁴
              inner.add(slope.value());
              return slope;
            });
    assertThat(inner).containsExactly(48.0);
    assertThat(outer.of(x).value()).isEqualTo(96); // 12x³
  }

  @Test
  void an_intermediate_value_can_be_the_argument_of_an_inner_function() {
    Scalar x = scalar(2);
    Gradients<Scalar> outer =
        differentiate(List.of(x), () -> grad((Scalar m) -> m.pow(3)).apply(x.times(x)));
    assertThat(outer.of(x).value()).isEqualTo(96);
  }

  @Test
  void what_was_computed_before_a_scope_is_a_constant_in_it() {
    Scalar x = scalar(3);
    List<Double> inner = new ArrayList<>();
    Gradients<Scalar> outer =
        differentiate(
            List.of(x),
            () -> {
              Scalar m = x.times(x);
              Scalar slope = differentiate(List.of(x), () -> m.times(x)).of(x); // m, not 3x²
              inner.add(slope.value());
              return slope;
            });
    assertThat(inner).containsExactly(9.0);
    assertThat(outer.of(x).value()).isEqualTo(6); // dm/dx
  }

  @Test
  void an_inner_loss_computed_before_the_inner_scope_does_not_depend_on_its_leaf() {
    Scalar x = scalar(3);
    Gradients<Scalar> outer =
        differentiate(
            List.of(x),
            () -> {
              Scalar m = x.times(x);
              return m.plus(differentiate(List.of(x), () -> m, Unused.ZERO).of(x));
            });
    assertThat(outer.of(x).value()).isEqualTo(6);
  }

  @Test
  void an_inner_loss_may_be_its_leaf() {
    Scalar x = scalar(3);
    Gradients<Scalar> outer =
        differentiate(
            List.of(x),
            () -> {
              Scalar m = x.times(x);
              Scalar ofLeaf = differentiate(List.of(x), () -> x).of(x);
              Scalar ofIntermediate = differentiate(List.of(m), () -> m).of(m);
              return m.times(ofLeaf).times(ofIntermediate);
            });
    assertThat(outer.of(x).value()).isEqualTo(6);
  }

  @Test
  void a_leaf_may_be_watched_by_an_outer_and_an_inner_scope() {
    Scalar w = scalar(5);
    Scalar second =
        differentiate(List.of(w), () -> differentiate(List.of(w), () -> w.pow(3)).of(w)).of(w);
    assertThat(second.value()).isEqualTo(30);
  }

  @Test
  void a_leaf_of_an_outer_scope_stays_one_after_an_inner_scope_watched_it_too() {
    Scalar w = scalar(5);
    Gradients<Scalar> outer =
        differentiate(
            List.of(w),
            () -> {
              Scalar slope = differentiate(List.of(w), () -> w.pow(2)).of(w); // 2w
              return slope.times(w);
            });
    assertThat(outer.of(w).value()).isEqualTo(20);
  }

  @Test
  void a_leaf_of_an_inner_scope_is_a_constant_again_after_it() {
    Scalar x = scalar(2);
    Scalar w = scalar(5);
    Gradients<Scalar> outer =
        differentiate(
            List.of(x),
            () -> {
              Scalar slope = differentiate(List.of(w), () -> w.pow(2).times(x)).of(w);
              assertThat(isWatched(w)).isFalse();
              return slope.times(w); // 2wx·w
            });
    assertThat(outer.of(x).value()).isEqualTo(50);
  }

  @Test
  void a_leaf_of_an_inner_scope_that_failed_is_a_constant_again_after_it() {
    Scalar x = scalar(2);
    Scalar w = scalar(5);
    differentiate(
        List.of(x),
        () -> {
          try {
            differentiate(List.of(w), NestedScopesTest::fail);
          } catch (UnsupportedOperationException expected) {
            assertThat(isWatched(w)).isFalse();
          }
          return x.times(w);
        });
  }

  private static Scalar fail() {
    throw new UnsupportedOperationException("planted");
  }

  @Test
  void a_leaf_that_a_graph_names_twice_is_a_constant_again_after_it() {
    Scalar x = scalar(2);
    Scalar w = scalar(5);
    differentiate(
        List.of(x),
        () -> {
          Graph graph = Graph.record(List.of(w, w), () -> w.times(x));
          assertThat(graph.nodes()).hasSize(3);
          assertThat(isWatched(w)).isFalse();
          return x.times(w);
        });
  }

  @SuppressWarnings("unchecked")
  private static boolean isWatched(Scalar value) {
    Tape<Scalar> tape = (Tape<Scalar>) requireNonNull(Tape.recording());
    return tape.leaves().get(value) != null;
  }

  @Test
  void the_result_of_an_inner_function_is_differentiable_in_the_outer_scope() {
    Scalar x = scalar(2);
    Gradients<Scalar> outer =
        differentiate(
            List.of(x),
            () -> {
              ValueAndGradient<Scalar> inner = Autograd.valueAndGradient(y -> y.pow(3), x);
              return inner.value().times(inner.gradient()); // 3x⁵
            });
    assertThat(outer.of(x).value()).isEqualTo(240);
  }

  @Test
  void a_pullback_of_an_inner_scope_is_differentiable_by_its_cotangent_and_by_its_point() {
    Scalar x = scalar(2);
    Scalar u = scalar(7);
    Gradients<Scalar> outer =
        differentiate(
            List.of(x, u),
            () -> Autograd.vjp((Scalar y) -> y.pow(3), x).pullback(u).getFirst()); // 3x²u
    assertThat(outer.of(x).value()).isEqualTo(84);
    assertThat(outer.of(u).value()).isEqualTo(12);
  }

  /** The pullback would mix the watched w with values computed from w when it was a constant. */
  @Test
  void a_pullback_is_refused_in_a_younger_scope_that_differentiates_by_what_it_uses() {
    MutableScalar w = new MutableScalar("w", 0.7);
    Scalar z = scalar(1);
    Scalar u = scalar(1);
    String message =
        "vjp: this pullback uses parameter \"w\" and is older than the scope that differentiates by"
            + " it; make it inside that scope";

    Vjp<Scalar> outside = Autograd.vjp((Scalar y) -> w.times(y).sin(), scalar(1.3));
    assertThatThrownBy(
            () -> differentiate(List.of(w), () -> outside.pullback(u).getFirst(), Unused.ZERO))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);

    differentiate(
        List.of(z),
        () -> {
          Vjp<Scalar> onTheSameTape = Autograd.vjp((Scalar y) -> w.times(y).sin(), z);
          assertThatThrownBy(
                  () -> differentiate(List.of(w), () -> onTheSameTape.pullback(u).getFirst()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(message);
          return onTheSameTape.pullback(u).getFirst();
        });
  }

  @Test
  void a_pullback_is_refused_in_a_younger_scope_that_differentiates_by_an_intermediate_value() {
    Scalar z = scalar(2);
    Scalar u = scalar(1);
    differentiate(
        List.of(z),
        () -> {
          Scalar m = z.times(z);
          Vjp<Scalar> vjp = Autograd.vjp((Scalar y) -> m.times(y).exp(), z);
          assertThatThrownBy(() -> differentiate(List.of(m), () -> vjp.pullback(u).getFirst()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageStartingWith("vjp: this pullback uses scalar 4.0");
          assertThatThrownBy(
                  () -> differentiate(List.of(vjp.value()), () -> vjp.pullback(u).getFirst()))
              .isInstanceOf(IllegalStateException.class);
          return vjp.pullback(u).getFirst();
        });
  }

  @Test
  void a_pullback_may_be_applied_in_a_younger_scope_that_differentiates_by_something_else() {
    MutableScalar w = new MutableScalar("w", 0.7);
    Scalar y = scalar(1.3);
    Scalar u = scalar(5);
    Gradients<Scalar> outer =
        differentiate(
            List.of(w),
            () -> {
              Vjp<Scalar> vjp = Autograd.vjp((Scalar x) -> w.times(x).sin(), y); // u·w·cos(w·y)
              return differentiate(List.of(u), () -> vjp.pullback(u).getFirst()).of(u);
            });
    assertThat(outer.of(w).value())
        .isCloseTo(
            FiniteDifferences.derivative(t -> t * Math.cos(t * y.value()), w.value()),
            within(1e-9));
  }

  @Test
  void tangents_are_differentiable() {
    Scalar x = scalar(2);
    Scalar v = scalar(7);
    Gradients<Scalar> outer =
        differentiate(List.of(x, v), () -> jvp((Scalar y) -> y.pow(3), x, v).tangent());
    assertThat(outer.of(x).value()).isEqualTo(84);
    assertThat(outer.of(v).value()).isEqualTo(12);
  }

  @Test
  void a_mutable_leaf_can_be_the_argument_of_an_inner_function() {
    MutableScalar w = new MutableScalar("w", 2);
    Gradients<Scalar> outer =
        differentiate(List.of(w), () -> grad((Scalar y) -> y.pow(3)).apply(w));
    assertThat(outer.of(w).value()).isEqualTo(12);
  }
}
