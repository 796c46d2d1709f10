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

final class NeuronTest {
  private static final Key KEY = Key.of(21);

  private static Neuron neuron(double w0, double w1, double b, Activation activation) {
    return new Neuron(
        Parameter.of("n.weight", Tensor.ofRows(DType.F64, new double[] {w0, w1})),
        Parameter.of("n.bias", Tensor.of(DType.F64, b)),
        activation);
  }

  @Test
  void a_neuron_is_the_activation_of_the_weighted_sum() {
    Neuron neuron = neuron(2, -3, -3, Activation.SIGMOID); // the example of the course notes
    Tensor x = Tensor.ofRows(DType.F64, new double[] {-1, -2}, new double[] {0, 0});
    assertThat(neuron.score(x).toDoubleArray()).containsExactly(1, -3);
    Tensor y = neuron.apply(x);
    assertThat(y.shape()).isEqualTo(Shape.of(2));
    assertThat(y.at(0)).isCloseTo(0.7310585786300049, within(1e-15));
    assertThat(neuron(2, -3, -3, Activation.TANH).apply(x).at(1))
        .isCloseTo(Math.tanh(-3), within(1e-15));
    assertThat(neuron.apply(Tensor.of(DType.F64, -1.0, -2.0)).shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void weights_of_more_than_one_unit_are_refused() {
    Dense dense = Dense.of("d", 2, 3, KEY);
    assertThatThrownBy(() -> new Neuron(dense.weight(), dense.bias(), Activation.SIGMOID))
        .isInstanceOf(LayerException.class)
        .hasMessage("neuron \"d\": one unit has one row of weights: [3, 2] (3 ≠ 1)");
    assertThatThrownBy(() -> Neuron.of("n", 0, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage("neuron \"n\": the number of inputs must be positive: (0 < 1)");
  }
}
