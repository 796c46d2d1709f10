package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class InitializerTest {
  private static final Key KEY = Key.of(31);
  private static final Shape SHAPE = Shape.of(200, 50); // fan-in 50, fan-out 200

  /** How many standard errors a mean or variance may be away: 1 of 16,000 is farther. */
  private static final double ERRORS = 4;

  /** A rule, the variance it claims, and the fourth moment over the squared variance. */
  static Stream<Arguments> rules() {
    double normal = 3;
    double uniform = 9.0 / 5;
    return Stream.of(
        Arguments.of("he", Initializer.HE, 2.0 / 50, normal),
        Arguments.of("heUniform", Initializer.HE_UNIFORM, 2.0 / 50, uniform),
        Arguments.of("he(0.5)", Initializer.he(0.5), 2.0 / (1.25 * 50), normal),
        Arguments.of("glorot", Initializer.GLOROT, 2.0 / 250, uniform),
        Arguments.of("glorotNormal", Initializer.GLOROT_NORMAL, 2.0 / 250, normal),
        Arguments.of("lecun", Initializer.LECUN, 1.0 / 50, normal),
        Arguments.of("lecunUniform", Initializer.LECUN_UNIFORM, 1.0 / 50, uniform),
        Arguments.of("normal out", Initializer.normal(Fan.OUT, 3), 9.0 / 200, normal),
        Arguments.of(
            "uniform average, tanh",
            Initializer.uniform(Fan.AVERAGE, Gain.TANH),
            25.0 / 9 / 125,
            uniform));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void weights_have_the_mean_and_the_variance_of_their_rule(
      String name, Initializer rule, double variance, double kurtosis) {
    double[] w = rule.create(KEY, DType.F64, SHAPE).toDoubleArray();
    double meanSquare = Arrays.stream(w).map(x -> x * x).sum() / w.length;
    assertThat(Arrays.stream(w).sum() / w.length)
        .isCloseTo(0, within(ERRORS * Math.sqrt(variance / w.length)));
    assertThat(meanSquare)
        .isCloseTo(variance, within(ERRORS * variance * Math.sqrt((kurtosis - 1) / w.length)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void weights_are_spread_evenly_or_normally_as_their_rule_says(
      String name, Initializer rule, double variance, double kurtosis) {
    double[] w = rule.create(KEY, DType.F64, SHAPE).toDoubleArray();
    double largest = Arrays.stream(w).map(Math::abs).max().orElseThrow();
    double bound = Math.sqrt(3 * variance); // of the even distribution with this variance
    if (kurtosis < 2) {
      assertThat(largest).isBetween(0.99 * bound, bound);
    } else {
      assertThat(largest).isGreaterThan(1.5 * bound);
    }
  }

  @Test
  void a_rule_is_a_function_of_the_key() {
    Tensor w = Initializer.LECUN.create(KEY, DType.F32, SHAPE);
    assertThat(w.hasSameBits(Initializer.LECUN.create(KEY, DType.F32, SHAPE))).isTrue();
    assertThat(w.hasSameBits(Initializer.LECUN.create(Key.of(32), DType.F32, SHAPE))).isFalse();
  }

  @Test
  void the_fans_of_kernels_count_their_area() {
    Shape dense = Shape.of(20, 30);
    assertThat(Fan.IN.of(dense)).isEqualTo(30);
    assertThat(Fan.OUT.of(dense)).isEqualTo(20);
    assertThat(Fan.AVERAGE.of(dense)).isEqualTo(25);
    Shape grouped = Shape.of(8, 6 / 2, 5, 3); // 8 kernels in 2 groups of 3 channels each
    assertThat(Fan.IN.of(grouped)).isEqualTo(3 * 5 * 3);
    assertThat(Fan.OUT.of(grouped)).isEqualTo(8 * 5 * 3);
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        Shape.of(7, 7), Shape.of(64, 64), Shape.of(5, 40), Shape.of(40, 5), Shape.of(6, 2, 3, 3));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void an_orthogonal_weight_has_orthonormal_rows_or_columns(Shape shape) {
    Tensor w = Initializer.orthogonal(1).create(KEY, DType.F64, shape);
    assertThat(w.shape()).isEqualTo(shape);
    int rows = shape.size(0);
    int columns = shape.elements() / rows;
    Tensor matrix = Ops.reshape(w, rows, columns);
    Tensor products = Ops.matmul(matrix, matrix, rows > columns, rows <= columns);
    Tensor identity = Tensor.eye(DType.F64, Math.min(rows, columns));
    assertThat(products.toDoubleArray()).containsExactly(identity.toDoubleArray(), within(1e-12));
  }

  @Test
  void an_orthogonal_weight_has_the_length_of_its_gain() {
    double[] row =
        Initializer.orthogonal(Gain.RELU).create(KEY, DType.F64, Shape.of(1, 9)).toDoubleArray();
    assertThat(Arrays.stream(row).map(x -> x * x).sum()).isCloseTo(2, within(1e-12));
  }

  @Test
  void orthogonal_weights_prefer_no_direction() {
    int draws = 4000; // of 2 × 2 rotations and reflections: half of them are each
    int reflections = 0;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      double[] q =
          Initializer.orthogonal(1).create(KEY.split(i), DType.F64, Shape.of(2, 2)).toDoubleArray();
      reflections += q[0] * q[3] - q[1] * q[2] < 0 ? 1 : 0;
      sum += q[0];
    }
    assertThat(reflections).isCloseTo(draws / 2, within((int) (ERRORS * Math.sqrt(draws) / 2)));
    assertThat(sum / draws).isCloseTo(0, within(ERRORS * Math.sqrt(0.5 / draws)));
  }

  @Test
  void constants_and_zeros_are_what_they_say() {
    assertThat(Initializer.constant(0.01).create(KEY, DType.F64, Shape.of(3)).toDoubleArray())
        .containsExactly(0.01, 0.01, 0.01);
    assertThat(Initializer.ZEROS.create(KEY, DType.F64, Shape.of(2, 1)).toDoubleArray())
        .containsExactly(0, 0);
  }

  @Test
  void the_gain_keeps_the_mean_square_behind_a_leaky_rectifier() {
    double slope = 0.3;
    Tensor x = RandomTensors.normal(Key.of(5), DType.F64, Shape.of(400, 256), 0, 1);
    Tensor w = Initializer.he(slope).create(KEY, DType.F64, Shape.of(256, 256));
    Tensor y = Ops.leakyRelu(Ops.matmul(x, w, false, true), slope);
    assertThat(Ops.mean(Ops.square(y)).item()).isCloseTo(1, within(0.05));
  }

  @Test
  void the_preserving_gain_is_one_over_the_root_of_the_mean_square() {
    assertThat(Gain.preserving(Activation.IDENTITY)).isCloseTo(1, within(1e-12));
    assertThat(Gain.preserving(Activation.RELU)).isCloseTo(Gain.RELU, within(1e-12));
    assertThat(Gain.preserving(Activation.leakyRelu(0.2)))
        .isCloseTo(Gain.leakyRelu(0.2), within(1e-12));
    double[] z = RandomTensors.normal(KEY, DType.F64, Shape.of(100_000), 0, 1).toDoubleArray();
    double meanSquare = Arrays.stream(z).map(v -> Math.tanh(v) * Math.tanh(v)).average().orElse(0);
    assertThat(Gain.preserving(Activation.TANH)).isCloseTo(1 / Math.sqrt(meanSquare), within(0.01));
  }

  @Test
  void rules_that_make_no_sense_are_refused() {
    refused(
        () -> Initializer.normal(Fan.IN, -1),
        "initializer: the gain must not be negative: (-1.0 not in [0, ∞))");
    refused(
        () -> Initializer.orthogonal(Double.NaN),
        "initializer: the gain must not be negative: (NaN not in [0, ∞))");
    refused(
        () -> Initializer.uniform(Fan.IN, 0), "initializer: an interval needs a width: (gain 0.0)");
    refused(
        () -> Initializer.constant(Double.NaN), "initializer: the constant must be finite: (NaN)");
    refused(() -> Gain.leakyRelu(Double.NaN), "gain: the slope must be finite: (NaN)");
    refused(
        () -> Initializer.LECUN.create(KEY, DType.F32, Shape.of(3)),
        "fan: a weight needs the axes [out, in, ..]: [3] (1 axes < 2)");
    refused(
        () -> Initializer.orthogonal(1).create(KEY, DType.F32, Shape.of(3, 0)),
        "fan: a weight needs an element: [3, 0] (0 < 1)");
    Activation zero = new Activation("zero", x -> Ops.mul(x, 0), Initializer.HE);
    refused(
        () -> Gain.preserving(zero),
        "gain: the mean square of zero must be positive and finite: (0.0 not in (0, ∞))");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }

  @Test
  void layers_take_a_rule_of_the_users_choice() {
    Dense dense = Dense.of("d", 4, 2, Initializer.constant(0.5), DType.F64, KEY);
    assertThat(dense.weight().toDoubleArray()).containsOnly(0.5);
    Maxout maxout = Maxout.of("m", 4, 2, 2, Initializer.constant(0.5), DType.F64, KEY);
    assertThat(maxout.weight().toDoubleArray()).containsOnly(0.5);
    Mlp mlp = Mlp.builder(KEY, 3, 2, 2).initializer(Initializer.constant(0.5)).build();
    assertThat(mlp.parameters().getFirst().toDoubleArray()).containsOnly(0.5);
    assertThat(mlp.parameters().get(2).toDoubleArray()).doesNotContain(0.5);
    Mlp units = Mlp.builder(KEY, 3, 2, 2).maxout(2).initializer(Initializer.constant(0.5)).build();
    assertThat(units.parameters().getFirst().toDoubleArray()).containsOnly(0.5);
  }
}
