package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class BinaryClassifiersTest {
  private static final Key KEY = Key.of(21);
  private static final Tensor POINTS =
      Tensor.ofRows(
          DType.F64,
          new double[] {2, 1},
          new double[] {1.5, 2},
          new double[] {3, 3},
          new double[] {-1, -2},
          new double[] {-2, 0.5},
          new double[] {0, -1});
  private static final Indices CLASSES = Indices.of(1, 1, 1, 0, 0, 0);

  private static Neuron neuron(double w0, double w1, double b) {
    return new Neuron(
        Parameter.of("n.weight", Tensor.ofRows(DType.F64, new double[] {w0, w1})),
        Parameter.of("n.bias", Tensor.of(DType.F64, b)),
        Activation.SIGMOID);
  }

  @Test
  void a_neuron_learns_as_a_binary_softmax_classifier() {
    BinarySoftmax softmax = BinarySoftmax.of("n", 2, DType.F64, KEY);
    double loss = learn(softmax, () -> softmax.crossEntropy(POINTS, CLASSES));
    assertThat(loss).isLessThan(0.05);
    assertThat(softmax.predict(POINTS)).isEqualTo(CLASSES);
    assertThat(softmax.probability(POINTS).at(0)).isGreaterThan(0.9);
    assertThat(softmax.probability(POINTS).at(3)).isLessThan(0.1);
  }

  @Test
  void a_neuron_learns_as_a_binary_support_vector_machine() {
    BinarySvm svm = BinarySvm.of("n", 2, DType.F64, KEY);
    double loss = learn(svm, () -> svm.hinge(POINTS, CLASSES));
    assertThat(loss).isZero(); // the margin is reached
    assertThat(svm.predict(POINTS)).isEqualTo(CLASSES);
    assertThat(svm.score(POINTS).at(0)).isGreaterThanOrEqualTo(1);
  }

  private static double learn(Layer classifier, Supplier<Tensor> loss) {
    for (int step = 0; step < 200; step++) {
      Gradients<Tensor> gradients = Autograd.differentiate(classifier.parameters(), loss);
      for (Parameter parameter : classifier.parameters()) {
        parameter.assign(Ops.sub(parameter, Ops.mul(gradients.of(parameter), 0.5)));
      }
    }
    return loss.get().item();
  }

  @Test
  void the_losses_are_those_of_the_formulas() {
    Neuron neuron = neuron(1, 0, 0);
    Tensor x = Tensor.ofRows(DType.F64, new double[] {0.5, 9}, new double[] {-2, 9});
    double expected = (Math.log1p(Math.exp(-0.5)) + Math.log1p(Math.exp(-2))) / 2;
    BinarySoftmax softmax = new BinarySoftmax(neuron);
    assertThat(softmax.crossEntropy(x, Indices.of(1, 0)).item()).isCloseTo(expected, within(1e-14));
    assertThat(softmax.crossEntropy(x, Tensor.of(DType.F64, 1.0, 0.0)).item())
        .isCloseTo(expected, within(1e-14));
    BinarySvm svm = new BinarySvm(linear(neuron));
    assertThat(svm.hinge(x, Indices.of(1, 0)).item()).isEqualTo(0.25);
    assertThat(svm.hinge(x, Tensor.of(DType.F64, 1.0, -1.0)).item()).isEqualTo(0.25);
  }

  @Test
  void a_score_of_zero_is_class_zero() {
    Tensor x = Tensor.ofRows(DType.F64, new double[] {0, 1}, new double[] {Double.MIN_VALUE, 1});
    assertThat(new BinarySoftmax(neuron(1, 0, 0)).predict(x)).isEqualTo(Indices.of(0, 1));
    assertThat(new BinarySvm(linear(neuron(1, 0, 0))).predict(x)).isEqualTo(Indices.of(0, 1));
  }

  @Test
  void a_threshold_is_a_probability() {
    BinarySoftmax softmax = new BinarySoftmax(neuron(1, 0, 0));
    Tensor x =
        Tensor.ofRows(DType.F64, new double[] {Math.log(3.5), 0}, new double[] {Math.log(4.5), 0});
    assertThat(softmax.probability(x).toDoubleArray())
        .containsExactly(new double[] {3.5 / 4.5, 4.5 / 5.5}, within(1e-15));
    assertThat(softmax.predict(x)).isEqualTo(Indices.of(1, 1));
    assertThat(softmax.withThreshold(0.8).predict(x)).isEqualTo(Indices.of(0, 1)); // 0.78, 0.82
    assertThat(softmax.withThreshold(0.9).predict(x)).isEqualTo(Indices.of(0, 0));
    assertThat(softmax.withThreshold(0.8).label()).isEqualTo("BinarySoftmax(2, threshold 0.8)");
    assertThatThrownBy(() -> softmax.withThreshold(0))
        .isInstanceOf(LayerException.class)
        .hasMessage("binarySoftmax: the threshold must be a probability: (0.0 not in (0, 1))");
  }

  @Test
  void one_neuron_can_be_looked_at_either_way() {
    Neuron neuron = neuron(1, 1, -1);
    assertThat(new BinarySvm(linear(neuron)).predict(POINTS))
        .isEqualTo(new BinarySoftmax(neuron).predict(POINTS));
    assertThat(new BinarySvm(linear(neuron)).parameters()).isEqualTo(neuron.parameters());
    assertThat(new BinarySvm(linear(neuron)).label()).isEqualTo("BinarySvm(2)");
  }

  private static Neuron linear(Neuron neuron) {
    return neuron.withActivation(Activation.IDENTITY);
  }

  @Test
  void an_activation_that_a_classifier_would_leave_out_is_refused() {
    Neuron neuron = neuron(1, 1, -1);
    assertThatThrownBy(() -> new BinarySvm(neuron))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "binarySvm: the neuron's activation would be left out: %s (sigmoid ≠ identity); pass neuron.withActivation(Activation.IDENTITY)"
                .formatted(neuron));
    assertThatThrownBy(() -> new BinarySoftmax(neuron.withActivation(Activation.RELU)))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("(relu ≠ sigmoid); pass neuron.withActivation(Activation.SIGMOID)");
  }
}
