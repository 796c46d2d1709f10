package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.check.GradientCheck;
import io.github.wengert.ops.check.report.GradientReport;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerGradientTest {
  /** How the gradients are checked. */
  static final GradientCheck CHECK = GradientCheck.DEFAULT;

  static Stream<LayerCases.Gradient> cases() {
    return LayerCases.gradients();
  }

  static Stream<LayerCases.Gradient> shapeKeepers() {
    return cases().filter(c -> c.layer().keepsShape());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradients_by_parameters_and_input_are_right_to_second_order(LayerCases.Gradient c) {
    Layer layer = c.layer();
    GradientReport report =
        c.byInput()
            ? CHECK.check(layer.label(), layer, c.input(), y -> y)
            : CHECK.check(layer.label(), layer.parameters(), () -> layer.apply(c.input()));
    report.orThrow();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradients_by_parameters_and_input_are_those_of_finite_differences(LayerCases.Gradient c) {
    FiniteDifferences.check(c.layer(), c.input(), c.byInput());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_output_shape_is_known_before_the_output(LayerCases.Gradient c) {
    Shape known = c.layer().outputShape(c.input().shape());
    assertThat(c.layer().apply(c.input()).shape()).isEqualTo(known);
  }

  @ParameterizedTest
  @MethodSource("shapeKeepers")
  void a_layer_that_says_it_keeps_the_shape_does(LayerCases.Gradient c) {
    assertThat(c.layer().apply(c.input()).shape()).isEqualTo(c.input().shape());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void every_layer_has_a_summary_that_counts_its_parameters(LayerCases.Gradient c) {
    int[] extents = c.input().shape().extents().toArray();
    Summary summary = c.layer().summary(Shape.of(Arrays.copyOfRange(extents, 1, extents.length)));
    long parameters = c.layer().parameters().stream().mapToLong(Parameter::elements).sum();
    assertThat(summary.parameters()).isEqualTo(parameters);
    assertThat(summary.rows()).hasSameSizeAs(c.layer().layers());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void the_widths_that_a_layer_tells_are_those_of_its_input_and_output(LayerCases.Gradient c) {
    Shape input = c.input().shape();
    Shape output = c.layer().apply(c.input()).shape();
    c.layer().inputs().ifPresent(width -> assertThat(input.size(-1)).isEqualTo(width));
    c.layer().outputs().ifPresent(width -> assertThat(output.size(-1)).isEqualTo(width));
  }
}
