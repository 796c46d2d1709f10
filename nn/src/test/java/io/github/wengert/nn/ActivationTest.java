package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ActivationTest {
  private static final double[] POINTS = {-3, -1, -0.25, 0, 0.5, 2};

  static Stream<Activation> all() {
    return formulas().map(arguments -> (Activation) arguments.get()[0]);
  }

  static Stream<Arguments> formulas() {
    return Stream.of(
        formula(Activation.IDENTITY, x -> x),
        formula(Activation.SIGMOID, x -> 1 / (1 + Math.exp(-x))),
        formula(Activation.TANH, Math::tanh),
        formula(Activation.RELU, x -> Math.max(0, x)),
        formula(Activation.leakyRelu(0.1), x -> x > 0 ? x : 0.1 * x),
        formula(Activation.elu(0.5), x -> x > 0 ? x : 0.5 * Math.expm1(x)),
        formula(
            Activation.SELU,
            x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
        formula(Activation.SOFTPLUS, x -> Math.log1p(Math.exp(x))),
        formula(Activation.SILU, x -> x / (1 + Math.exp(-x))),
        formula(
            Activation.GELU_TANH,
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        // x Φ(x), with Φ integrated by Simpson's rule
        formula(Activation.GELU, x -> x * (0.5 + simpson(x))));
  }

  private static Arguments formula(Activation activation, DoubleUnaryOperator formula) {
    return Arguments.of(activation, formula);
  }

  private static double simpson(double x) {
    int intervals = 1000;
    double h = x / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double factor = i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4;
      sum += factor * Math.exp(-0.5 * i * h * i * h);
    }
    return sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void an_activation_computes_its_formula(Activation activation, DoubleUnaryOperator formula) {
    double[] y = activation.apply(Tensor.of(DType.F64, POINTS)).toDoubleArray();
    for (int i = 0; i < POINTS.length; i++) {
      assertThat(y[i])
          .as("%s(%s)", activation, POINTS[i])
          .isCloseTo(formula.applyAsDouble(POINTS[i]), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void an_activation_is_a_layer_without_parameters(Activation activation) {
    assertThat(activation.parameters()).isEmpty();
    assertThat(activation.outputShape(Shape.of(2, 3))).isEqualTo(Shape.of(2, 3));
    assertThat(activation.label()).isEqualTo(activation.toString()).isNotEmpty();
  }

  @Test
  void rectifiers_recommend_he_and_squashing_functions_glorot() {
    assertThat(Activation.RELU.initializer()).isSameAs(Initializer.HE);
    assertThat(Activation.SILU.initializer()).isSameAs(Initializer.HE);
    assertThat(Activation.TANH.initializer()).isSameAs(Initializer.GLOROT);
    assertThat(Activation.SIGMOID.initializer()).isSameAs(Initializer.GLOROT);
  }

  @Test
  void the_self_normalising_unit_keeps_mean_and_variance() {
    // E f(z) and E f(z)² of normal z in closed form, by ∫ eᶻ φ = √e Φ(−1) and ∫ e²ᶻ φ = e² Φ(−2)
    double e1 = Math.exp(0.5) * normalCdf(-1);
    double e2 = Math.exp(2) * normalCdf(-2);
    double[] y = Activation.SELU.apply(Tensor.of(DType.F64, 1.0, -1e9)).toDoubleArray();
    double scale = y[0];
    double limit = y[1]; // −λ α
    double mean = scale / Math.sqrt(2 * Math.PI) + limit * (0.5 - e1);
    double meanSquare = scale * scale / 2 + limit * limit * (e2 - 2 * e1 + 0.5);
    assertThat(mean).isCloseTo(0, within(1e-12));
    assertThat(meanSquare).isCloseTo(1, within(1e-12));
    assertThat(Gain.preserving(Activation.SELU)).isCloseTo(1, within(1e-6)); // a kink at 0
  }

  private static double normalCdf(double x) {
    return 0.5 + simpson(x);
  }

  @Test
  void the_deviation_of_he_weights_follows_the_leaky_slope() {
    Shape shape = Shape.of(200, 50);
    double[] weights =
        Activation.leakyRelu(2).initializer().create(Key.of(3), DType.F64, shape).toDoubleArray();
    double squares = 0;
    for (double weight : weights) {
      squares += weight * weight;
    }
    assertThat(squares / weights.length).isCloseTo(2.0 / ((1 + 4) * 50), within(4e-4));
  }

  @Test
  void a_slope_that_is_not_finite_is_refused() {
    assertThatThrownBy(() -> Activation.leakyRelu(Double.NaN))
        .isInstanceOf(LayerException.class)
        .hasMessage("leakyRelu: the slope must be finite: (NaN)");
    assertThatThrownBy(() -> Activation.elu(Double.POSITIVE_INFINITY))
        .isInstanceOf(LayerException.class)
        .hasMessage("elu: the alpha must be finite: (Infinity)");
  }
}
