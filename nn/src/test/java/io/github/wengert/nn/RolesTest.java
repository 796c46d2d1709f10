package io.github.wengert.nn;

import static io.github.wengert.ops.ParameterRole.BIAS;
import static io.github.wengert.ops.ParameterRole.GAIN;
import static io.github.wengert.ops.ParameterRole.STATE;
import static io.github.wengert.ops.ParameterRole.TABLE;
import static io.github.wengert.ops.ParameterRole.UNDECLARED;
import static io.github.wengert.ops.ParameterRole.WEIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer says what its parameters do. This is where a new layer says what it means. */
final class RolesTest {
  private static final Key KEY = Key.of(3);

  /** A layer as its factory makes it, and the roles of its parameters and buffers, in order. */
  private record Expected(
      Layer layer, List<ParameterRole> parameters, List<ParameterRole> buffers) {
    Expected(Layer layer, ParameterRole... parameters) {
      this(layer, List.of(parameters), List.of());
    }

    @Override
    public String toString() {
      return layer.label();
    }
  }

  static Stream<Expected> all() {
    Dense dense = Dense.of("dense", 3, 4, Initializer.HE, DType.F64, KEY);
    Neuron neuron = Neuron.of("neuron", 3, Activation.SIGMOID, DType.F64, KEY);
    BatchNorm norm = BatchNorm.of("norm", 3);
    return Stream.of(
        new Expected(dense, WEIGHT, BIAS),
        new Expected(Maxout.of("maxout", 3, 2, 3, DType.F64, KEY), WEIGHT, BIAS),
        new Expected(neuron, WEIGHT, BIAS),
        new Expected(Conv2d.builder(1, 2, 3, KEY).build(), WEIGHT, BIAS),
        new Expected(LayerNorm.of("norm", 3), GAIN, BIAS),
        new Expected(LayerNorm.of("norm", Shape.of(2, 3), DType.F32), GAIN, BIAS),
        new Expected(norm, List.of(GAIN, BIAS), List.of(STATE, STATE)),
        new Expected(
            BatchNorm.builder("norm", 3).affine(false).build(), List.of(), List.of(STATE, STATE)),
        new Expected(Prelu.of("prelu", 3, DType.F32), GAIN),
        new Expected(Prelu.shared("prelu", DType.F32), GAIN),
        new Expected(Embedding.of("words", 5, 2, DType.F32, KEY), TABLE),
        // made of others
        new Expected(new BinarySvm(neuron.withActivation(Activation.IDENTITY)), WEIGHT, BIAS),
        new Expected(new BinarySoftmax(neuron, 0.5), WEIGHT, BIAS),
        new Expected(Mlp.of(KEY, 3, 4, 2), WEIGHT, BIAS, WEIGHT, BIAS),
        new Expected(
            Sequential.of(dense, norm), List.of(WEIGHT, BIAS, GAIN, BIAS), List.of(STATE, STATE)),
        new Expected(new Residual(norm), List.of(GAIN, BIAS), List.of(STATE, STATE)),
        new Expected(Parallel.of(dense, neuron), WEIGHT, BIAS, WEIGHT, BIAS),
        // nothing to learn
        new Expected(Activation.RELU),
        new Expected(MixedActivation.of(Activation.RELU, 2)),
        new Expected(new Dropout(0.5)),
        new Expected(new Flatten()),
        new Expected(new MaxPool2d(Pool2dOptions.of(2))),
        new Expected(AvgPool2d.of(Pool2dOptions.of(2))));
  }

  private static List<ParameterRole> roles(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::role).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_layer_says_what_its_parameters_do(Expected expected) {
    assertThat(roles(expected.layer().parameters())).isEqualTo(expected.parameters());
    assertThat(roles(expected.layer().buffers())).isEqualTo(expected.buffers());
  }

  @Test
  void no_layer_is_forgotten() {
    assertThat(all().map(e -> (Class<?>) e.layer().getClass()).collect(Collectors.toSet()))
        .isEqualTo(CoverageGateTest.layers());
  }

  @Test
  void the_shape_of_a_parameter_declares_nothing() {
    for (Shape shape : List.of(Shape.SCALAR, Shape.of(1), Shape.of(1, 1), Shape.of(1, 1, 1))) {
      Tensor zeros = Tensor.zeros(DType.F64, shape);
      assertThat(Parameter.of("p", zeros).role()).isEqualTo(UNDECLARED);
      assertThat(Parameter.of("p", WEIGHT, zeros).role()).isEqualTo(WEIGHT);
    }
  }

  @Test
  void a_layer_refuses_a_gain_or_bias_that_would_be_decayed() {
    Tensor ones = Tensor.ones(DType.F64, Shape.of(2, 3));
    Parameter guessed = Parameter.of("norm.weight", WEIGHT, ones);
    Parameter bias = Parameter.of("norm.bias", BIAS, ones);
    assertThatThrownBy(() -> new LayerNorm(guessed, bias, 1e-5))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "layerNorm: a gain would be decayed in this role: \"norm.weight\" (WEIGHT ≠ GAIN);"
                + " make it with Parameter.of(name, ParameterRole.GAIN, initial)");
    Parameter gain = Parameter.of("norm.weight", GAIN, ones);
    assertThat(roles(new LayerNorm(gain, bias, 1e-5).parameters())).containsExactly(GAIN, BIAS);
    Parameter decayed = Parameter.of("b", WEIGHT, Tensor.of(DType.F64, 1.0));
    assertThatThrownBy(
            () -> new Dense(Parameter.of("w", Tensor.ones(DType.F64, Shape.of(1, 2))), decayed))
        .isInstanceOf(LayerException.class)
        .hasMessageStartingWith(
            "dense: a bias would be decayed in this role: \"b\" (WEIGHT ≠ BIAS)");
    assertThatThrownBy(() -> new Prelu(decayed))
        .hasMessageStartingWith(
            "prelu: a slope would be decayed in this role: \"b\" (WEIGHT ≠ GAIN)");
    Conv2d conv = Conv2d.builder(1, 1, 3, KEY).dtype(DType.F64).build();
    assertThatThrownBy(() -> new Conv2d(conv.weight(), decayed, conv.options()))
        .hasMessageStartingWith(
            "conv2d: a bias would be decayed in this role: \"b\" (WEIGHT ≠ BIAS)");
  }

  @Test
  void a_table_may_be_shared_as_a_weight() {
    Embedding words = Embedding.of("words", 5, 2, DType.F64, KEY);
    Dense tied =
        new Dense(words.weight(), Parameter.of("b", BIAS, Tensor.zeros(DType.F64, Shape.of(5))));
    assertThat(roles(tied.parameters())).containsExactly(TABLE, BIAS);
  }
}
