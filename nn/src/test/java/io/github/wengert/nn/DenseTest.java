package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;

final class DenseTest {
  private static final Key KEY = Key.of(5);

  @Test
  void a_unit_is_its_row_of_weights_times_the_input_plus_its_bias() {
    Dense dense =
        new Dense(
            Parameter.of(
                "weight",
                Tensor.ofRows(DType.F64, new double[] {1, 2, 3}, new double[] {-1, 0, 1})),
            Parameter.of("bias", Tensor.of(DType.F64, 10.0, 20.0)));
    Tensor y =
        dense.apply(Tensor.ofRows(DType.F64, new double[] {1, 1, 1}, new double[] {2, 0, -1}));
    assertThat(y.toDoubleArray()).containsExactly(16, 20, 9, 17);
    assertThat(dense.apply(Tensor.of(DType.F64, 1.0, 1.0, 1.0)).toDoubleArray())
        .containsExactly(16, 20);
    Tensor batches = Tensor.of(DType.F64, Shape.of(2, 1, 3), 1.0, 1, 1, 2, 0, -1);
    assertThat(dense.apply(batches).shape()).isEqualTo(Shape.of(2, 1, 2));
  }

  @Test
  void parameters_are_named_by_the_prefix_and_biases_start_at_zero() {
    Dense dense = Dense.of("layers.0", 3, 2, KEY);
    assertThat(dense.parameters())
        .extracting(Parameter::name)
        .containsExactly("layers.0.weight", "layers.0.bias");
    assertThat(dense.bias().toDoubleArray()).containsOnly(0);
    assertThat(Dense.of("", 3, 2, KEY).parameters())
        .extracting(Parameter::name)
        .containsExactly("weight", "bias");
  }

  @Test
  void an_activation_names_the_rule_for_the_weights_in_front_of_it() {
    double he = variance(Activation.RELU);
    double glorot = variance(Activation.TANH);
    assertThat(he).isCloseTo(2.0 / 100, within(1e-3));
    assertThat(glorot).isCloseTo(2.0 / (100 + 300), within(5e-4));
  }

  private static double variance(Activation next) {
    double sum = 0;
    Dense dense = Dense.of("dense", 100, 300, next.initializer(), DType.F64, KEY);
    for (double weight : dense.weight().toDoubleArray()) {
      sum += weight * weight;
    }
    return sum / dense.weight().elements();
  }

  @Test
  void weights_are_a_function_of_key_and_name() {
    Tensor weight = Dense.of("a", 3, 2, KEY).weight();
    assertThat(Dense.of("a", 3, 2, KEY).weight().hasSameBits(weight)).isTrue();
    assertThat(Dense.of("b", 3, 2, KEY).weight().hasSameBits(weight)).isFalse();
    assertThat(Dense.of("a", 3, 2, Key.of(6)).weight().hasSameBits(weight)).isFalse();
  }

  @Test
  void the_first_hand_written_input_fits() {
    Tensor scores = Dense.of("d", 2, 3, KEY).apply(Tensor.ofRows(new double[] {0.5, 1}));
    assertThat(scores.shape()).isEqualTo(Shape.of(1, 3));
    assertThat(Mlp.of(KEY, 2, 3).apply(Tensor.of(1, 2)).dtype()).isEqualTo(DType.F32);
  }

  @Test
  void an_input_of_another_width_is_refused_by_name() {
    Dense dense = Dense.of("layers.0", 64, 10, KEY);
    assertThatThrownBy(() -> dense.apply(Tensor.zeros(DType.F32, Shape.of(32, 65))))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "dense \"layers.0\": the input's last axis has another length:"
                + " input [32, 65], weight [10, 64] (65 ≠ 64)");
    assertThatThrownBy(() -> dense.apply(Tensor.scalar(DType.F32, 1)))
        .isInstanceOf(LayerException.class)
        .hasMessageStartingWith("dense \"layers.0\": ");
    assertThatThrownBy(() -> dense.outputShape(Shape.of(32, 65)))
        .isInstanceOf(LayerException.class);
  }

  @Test
  void an_input_of_another_element_type_is_refused_by_name() {
    Dense dense = Dense.of("layers.0", 2, 1, KEY);
    assertThatThrownBy(() -> dense.apply(Tensor.of(DType.F64, 1.0, 2.0)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "dense \"layers.0\": the input has another element type than the weight: (F64 ≠ F32);"
                + " pass x.to(DType.F32), or make the layer with dtype F64");
  }

  @Test
  void sizes_below_one_are_refused() {
    assertThatThrownBy(() -> Dense.of("layers.0", 0, 10, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage("dense \"layers.0\": the number of inputs must be positive: (0 < 1)");
    assertThatThrownBy(() -> Dense.of("layers.0", 10, -1, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage("dense \"layers.0\": the number of units must be positive: (-1 < 1)");
  }

  @Test
  void parameters_that_do_not_fit_each_other_are_refused() {
    Parameter weight = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(2, 3)));
    Parameter vector = Parameter.of("v", Tensor.zeros(DType.F32, Shape.of(3)));
    Parameter wide = Parameter.of("b", Tensor.zeros(DType.F64, Shape.of(2)));
    assertThatThrownBy(() -> new Dense(weight, vector))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "dense: one bias is needed for each row of the weight: weight [2, 3], bias [3] (2 ≠"
                + " 3)");
    assertThatThrownBy(() -> new Dense(vector, vector))
        .isInstanceOf(LayerException.class)
        .hasMessage("dense: a weight needs the axes [out, in]: [3] (1 axes, 3 elements)");
    assertThatThrownBy(() -> new Dense(weight, wide))
        .isInstanceOf(LayerException.class)
        .hasMessage("dense: weight and bias differ in element type: (F32 ≠ F64)");
  }
}
