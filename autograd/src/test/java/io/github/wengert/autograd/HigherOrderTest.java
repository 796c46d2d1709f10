package io.github.wengert.autograd;

import static io.github.wengert.autograd.Scalar.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of order 1 to 4 against what every table of derivatives says. */
class HigherOrderTest {
  private static final double[] POINTS = {0.3, 1.0, 2.5};

  static Stream<Arguments> functions() {
    return Stream.of(
        function(
            "x⁵",
            x -> x.pow(5),
            x -> 5 * Math.pow(x, 4),
            x -> 20 * Math.pow(x, 3),
            x -> 60 * x * x,
            x -> 120 * x),
        function(
            "x·x·x by products",
            x -> x.times(x).times(x),
            x -> 3 * x * x,
            x -> 6 * x,
            x -> 6,
            x -> 0),
        function("sin x", Scalar::sin, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x), Math::sin),
        function("cos x", Scalar::cos, x -> -Math.sin(x), x -> -Math.cos(x), Math::sin, Math::cos),
        function(
            "e²ˣ",
            x -> x.times(2).exp(),
            x -> 2 * Math.exp(2 * x),
            x -> 4 * Math.exp(2 * x),
            x -> 8 * Math.exp(2 * x),
            x -> 16 * Math.exp(2 * x)),
        function(
            "ln x",
            Scalar::log,
            x -> 1 / x,
            x -> -1 / (x * x),
            x -> 2 / Math.pow(x, 3),
            x -> -6 / Math.pow(x, 4)),
        function(
            "x·sin x",
            x -> x.times(x.sin()),
            x -> Math.sin(x) + x * Math.cos(x),
            x -> 2 * Math.cos(x) - x * Math.sin(x),
            x -> -3 * Math.sin(x) - x * Math.cos(x),
            x -> -4 * Math.cos(x) + x * Math.sin(x)),
        function("x + x", x -> x.plus(x), x -> 2, x -> 0, x -> 0, x -> 0));
  }

  private static Arguments function(
      String name, UnaryOperator<Scalar> f, DoubleUnaryOperator... derivatives) {
    return arguments(name, f, List.of(derivatives));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functional_scopes_nest(
      String name, UnaryOperator<Scalar> f, List<DoubleUnaryOperator> derivatives) {
    assertDerivatives(f, derivatives, List.of(Autograd::grad));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void closure_scopes_nest(
      String name, UnaryOperator<Scalar> f, List<DoubleUnaryOperator> derivatives) {
    assertDerivatives(f, derivatives, List.of(HigherOrderTest::closure));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void closure_scopes_nest_in_functional_ones_and_the_other_way_round(
      String name, UnaryOperator<Scalar> f, List<DoubleUnaryOperator> derivatives) {
    assertDerivatives(f, derivatives, List.of(Autograd::grad, HigherOrderTest::closure));
    assertDerivatives(f, derivatives, List.of(HigherOrderTest::closure, Autograd::grad));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void forward_and_reverse_derivatives_nest(
      String name, UnaryOperator<Scalar> f, List<DoubleUnaryOperator> derivatives) {
    assertDerivatives(f, derivatives, List.of(HigherOrderTest::forward));
    assertDerivatives(f, derivatives, List.of(HigherOrderTest::forward, Autograd::grad));
    assertDerivatives(f, derivatives, List.of(HigherOrderTest::closure, HigherOrderTest::forward));
  }

  /** Trap 1: a rule that uses the raw output is right in first order and wrong in second. */
  @Test
  void a_rule_that_uses_an_untraced_output_is_caught_by_the_second_derivative() {
    UnaryOperator<Scalar> exp = x -> Autograd.apply(new ExpWithRawOutput(), x);
    assertThat(derivative(exp, 1, List.of(Autograd::grad)).apply(scalar(1)).value())
        .isCloseTo(Math.E, within(1e-12));
    assertThat(derivative(exp, 2, List.of(Autograd::grad)).apply(scalar(1)).value())
        .as("the planted error")
        .isNotCloseTo(Math.E, within(0.1));
    assertThat(derivative(Scalar::exp, 2, List.of(Autograd::grad)).apply(scalar(1)).value())
        .isCloseTo(Math.E, within(1e-12));
  }

  private record ExpWithRawOutput() implements ScalarOps.ScalarOp {
    @Override
    public Scalar forward(List<Scalar> inputs) {
      return new ScalarOps.Exp().forward(inputs);
    }

    @Override
    public List<@Nullable Pullback<Scalar>> vjp(List<Scalar> inputs, Scalar y) {
      return List.of(g -> g.times(Autograd.stopGradient(y)));
    }
  }

  private interface Derivative {
    UnaryOperator<Scalar> of(UnaryOperator<Scalar> f);
  }

  private static UnaryOperator<Scalar> closure(UnaryOperator<Scalar> f) {
    return x -> Autograd.differentiate(List.of(x), () -> f.apply(x), Unused.ZERO).of(x);
  }

  private static UnaryOperator<Scalar> forward(UnaryOperator<Scalar> f) {
    return x -> Autograd.jvp(f, x, scalar(1)).tangent();
  }

  private static void assertDerivatives(
      UnaryOperator<Scalar> f, List<DoubleUnaryOperator> expected, List<Derivative> styles) {
    for (int order = 1; order <= expected.size(); order++) {
      UnaryOperator<Scalar> derivative = derivative(f, order, styles);
      for (double x : POINTS) {
        double value = expected.get(order - 1).applyAsDouble(x);
        assertThat(derivative.apply(scalar(x)).value())
            .as("order %d at %s", order, x)
            .isCloseTo(value, within(1e-11 * (1 + Math.abs(value))));
      }
    }
  }

  /** Differentiates {@code order} times, in one style after the other. */
  private static UnaryOperator<Scalar> derivative(
      UnaryOperator<Scalar> f, int order, List<Derivative> styles) {
    UnaryOperator<Scalar> derivative = f;
    for (int i = 0; i < order; i++) {
      derivative = styles.get(i % styles.size()).of(derivative);
    }
    return derivative;
  }
}
