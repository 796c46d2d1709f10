package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerGradientTest {
  private static final Key KEY = Key.of(11);
  private static final Tensor INPUT =
      RandomTensors.normal(Key.of(12), DType.F64, Shape.of(5, 3), 0, 1);

  static Stream<Layer> layers() {
    return Stream.concat(
        ActivationTest.all(),
        Stream.of(
            Dense.of("dense", 3, 4, Activation.relu(), DType.F64, KEY),
            Maxout.of("maxout", 3, 2, 3, DType.F64, KEY),
            Neuron.of("neuron", 3, Activation.sigmoid(), DType.F64, KEY),
            Neuron.of("neuron", 3, Activation.tanh(), DType.F64, KEY),
            Sequential.of(
                Dense.of("a", 3, 4, Activation.elu(1), DType.F64, KEY),
                Activation.elu(1),
                Maxout.of("b", 4, 2, 2, DType.F64, KEY)),
            Mlp.builder(3, 5, 4, 2).activation(Activation.gelu()).dtype(DType.F64).build(),
            Mlp.builder(3, 5, 4, 2).maxout(2).dtype(DType.F64).build()));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradients_by_parameters_and_input_are_those_of_finite_differences(Layer layer) {
    FiniteDifferences.check(layer, INPUT);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void the_output_shape_is_known_before_the_output(Layer layer) {
    Shape known = layer.outputShape(INPUT.shape());
    assertThat(layer.apply(INPUT).shape()).isEqualTo(known);
  }
}
