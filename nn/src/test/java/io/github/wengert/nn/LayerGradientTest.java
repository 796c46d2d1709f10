package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.GradientCheck;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerGradientTest {
  /** How the gradients are checked. */
  static final GradientCheck CHECK = GradientCheck.DEFAULT;

  private static final Tensor INPUT = LayerCases.INPUT;

  static Stream<Layer> layers() {
    return LayerCases.gradients();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradients_by_parameters_and_input_are_right_to_second_order(Layer layer) {
    CHECK.check(layer.label(), layer, INPUT, y -> y).orThrow();
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
