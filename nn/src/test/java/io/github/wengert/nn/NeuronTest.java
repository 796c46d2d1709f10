package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterUpdates;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class NeuronTest {
  private static final Key KEY = Key.of(21);
  private static final Tensor POINTS =
      Tensor.ofRows(
          new double[] {2, 1},
          new double[] {1.5, 2},
          new double[] {3, 3},
          new double[] {-1, -2},
          new double[] {-2, 0.5},
          new double[] {0, -1});
  private static final Indices CLASSES = Indices.of(1, 1, 1, 0, 0, 0);

  private static Neuron neuron(double w0, double w1, double b, Activation activation) {
    return new Neuron(
        Parameter.of("n.weight", Tensor.ofRows(new double[] {w0, w1})),
        Parameter.of("n.bias", Tensor.of(b)),
        activation);
  }

  @Test
  void a_neuron_is_the_activation_of_the_weighted_sum() {
    Neuron neuron = neuron(2, -3, -3, Activation.sigmoid()); // the example of the course notes
    Tensor x = Tensor.ofRows(new double[] {-1, -2}, new double[] {0, 0});
    assertThat(neuron.score(x).toDoubleArray()).containsExactly(1, -3);
    Tensor y = neuron.apply(x);
    assertThat(y.shape()).isEqualTo(Shape.of(2));
    assertThat(y.at(0)).isCloseTo(0.7310585786300049, within(1e-15));
    assertThat(neuron(2, -3, -3, Activation.tanh()).apply(x).at(1))
        .isCloseTo(Math.tanh(-3), within(1e-15));
    assertThat(neuron.apply(Tensor.of(-1.0, -2.0)).shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void it_learns_as_a_binary_softmax_classifier() {
    Neuron neuron = Neuron.of("n", 2, Activation.sigmoid(), DType.F64, KEY);
    Tensor target = Tensor.of(1.0, 1.0, 1.0, 0.0, 0.0, 0.0);
    double loss = learn(neuron, () -> neuron.crossEntropy(POINTS, target));
    assertThat(loss).isLessThan(0.05);
    assertThat(neuron.predict(POINTS)).isEqualTo(CLASSES);
    assertThat(neuron.probability(POINTS).at(0)).isGreaterThan(0.9);
    assertThat(neuron.probability(POINTS).at(3)).isLessThan(0.1);
  }

  @Test
  void it_learns_as_a_binary_support_vector_machine() {
    Neuron neuron = Neuron.of("n", 2, Activation.identity(), DType.F64, KEY);
    Tensor signs = Tensor.of(1.0, 1.0, 1.0, -1.0, -1.0, -1.0);
    double loss = learn(neuron, () -> neuron.hinge(POINTS, signs));
    assertThat(loss).isZero(); // the margin is reached
    assertThat(neuron.predict(POINTS)).isEqualTo(CLASSES);
    assertThat(neuron.score(POINTS).at(0)).isGreaterThanOrEqualTo(1);
  }

  private static double learn(Neuron neuron, Supplier<Tensor> loss) {
    for (int step = 0; step < 200; step++) {
      Gradients<Tensor> gradients = Autograd.differentiate(neuron.parameters(), loss);
      for (Parameter parameter : neuron.parameters()) {
        ParameterUpdates.gradientStep(parameter, gradients.of(parameter), 0.5, 0);
      }
    }
    return loss.get().item();
  }

  @Test
  void the_losses_are_those_of_the_formulas() {
    Neuron neuron = neuron(1, 0, 0, Activation.sigmoid());
    Tensor x = Tensor.ofRows(new double[] {0.5, 9}, new double[] {-2, 9});
    double softmax = Math.log1p(Math.exp(-0.5)) + Math.log1p(Math.exp(-2));
    assertThat(neuron.crossEntropy(x, Tensor.of(1.0, 0.0)).item())
        .isCloseTo(softmax / 2, within(1e-14));
    assertThat(neuron.hinge(x, Tensor.of(1.0, -1.0)).item()).isEqualTo(0.25);
  }

  @Test
  void a_score_of_zero_is_class_zero() {
    assertThat(neuron(1, 0, 0, Activation.sigmoid()).predict(Tensor.ofRows(new double[] {0, 1})))
        .isEqualTo(Indices.of(0));
  }

  @Test
  void weights_of_more_than_one_unit_are_refused() {
    Dense dense = Dense.of("d", 2, 3, KEY);
    assertThatThrownBy(() -> new Neuron(dense.weight(), dense.bias(), Activation.sigmoid()))
        .isInstanceOf(LayerException.class)
        .hasMessage("neuron \"d\": one unit has one row of weights: [3, 2] (3 ≠ 1)");
    assertThatThrownBy(() -> Neuron.of("n", 0, KEY))
        .isInstanceOf(LayerException.class)
        .hasMessage("neuron \"n\": the number of inputs must be positive: (0 < 1)");
  }
}
