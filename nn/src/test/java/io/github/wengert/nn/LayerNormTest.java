package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import org.junit.jupiter.api.Test;

final class LayerNormTest {
  private static final Tensor INPUT = LayerCases.INPUT;
  private static final LayerNorm LAYER = LayerNorm.of("norm", Shape.of(3), DType.F64);

  @Test
  void training_and_evaluation_are_the_same() {
    Tensor trained = Training.in(Key.of(1), () -> LAYER.apply(INPUT));
    assertThat(trained.hasSameBits(LAYER.apply(INPUT))).isTrue();
    assertThat(LAYER.buffers()).isEmpty();
  }

  @Test
  void several_axes_are_normalised_together() {
    LayerNorm layer = LayerNorm.of("norm", Shape.of(2, 2), DType.F64).eps(1e-12);
    Tensor y = layer.apply(Tensor.of(DType.F64, Shape.of(1, 2, 2), 1.0, 1, 3, 3));
    assertThat(y.toDoubleArray())
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(-1.0, -1.0, 1.0, 1.0);
    assertThat(layer.label()).isEqualTo("LayerNorm([2, 2])");
    assertThat(layer.outputShape(Shape.of(7, 2, 2))).isEqualTo(Shape.of(7, 2, 2));
  }

  @Test
  void parameters_are_named_by_the_prefix_and_start_as_the_identity() {
    LayerNorm layer = LayerNorm.of("layers.1", 64);
    assertThat(layer.parameters())
        .extracting(Parameter::name)
        .containsExactly("layers.1.weight", "layers.1.bias");
    assertThat(layer.weight().toFloatArray()).containsOnly(1);
    assertThat(layer.bias().toFloatArray()).containsOnly(0);
    assertThat(layer.label()).isEqualTo("LayerNorm(64)");
    assertThat(layer.inputs()).hasValue(64);
  }

  @Test
  void what_does_not_fit_is_refused_by_name() {
    assertThatThrownBy(() -> LAYER.apply(Tensor.zeros(DType.F64, Shape.of(2, 4))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "layerNorm \"norm\": the input's last axes have another shape than the weight:"
                + " input [2, 4] ([4] ≠ [3])");
    assertThatThrownBy(() -> LAYER.outputShape(Shape.SCALAR))
        .isInstanceOf(LayerException.class)
        .hasMessageEndingWith("input [] ([] ≠ [3])");
    assertThatThrownBy(() -> LAYER.apply(Tensor.zeros(DType.F32, Shape.of(2, 3))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "layerNorm \"norm\": the input has another element type than the layer: (F32 ≠ F64);"
                + " pass x.to(DType.F64), or make the layer with dtype F32");
  }

  @Test
  void bad_hyper_parameters_are_refused() {
    assertThatThrownBy(() -> LAYER.eps(0))
        .isInstanceOf(LayerException.class)
        .hasMessage("layerNorm \"norm\": eps is out of range: (0.0 not in (0, ∞))");
    assertThatThrownBy(() -> LayerNorm.of("norm", 0))
        .isInstanceOf(LayerException.class)
        .hasMessage("layerNorm \"norm\": the number of features must be positive: (0 < 1)");
    assertThatThrownBy(() -> LayerNorm.of("norm", Shape.SCALAR, DType.F32))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "layerNorm: there must be something to normalise: weight [] (0 axes, 1 elements)");
    Parameter three = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(3)));
    assertThatThrownBy(() -> new LayerNorm(LAYER.weight(), three, 1e-5))
        .isInstanceOf(LayerException.class)
        .hasMessage("layerNorm: weight and bias differ in element type: (F64 ≠ F32)");
    Parameter two = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(2)));
    assertThatThrownBy(() -> new LayerNorm(three, two, 1e-5))
        .isInstanceOf(LayerException.class)
        .hasMessage("layerNorm: weight and bias differ in shape: ([3] ≠ [2])");
  }
}
