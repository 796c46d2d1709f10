package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Graph;
import io.github.wengert.autograd.ValueAndGradient;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The cross-entropy of labels is one operation, and yields what target distributions yield. */
@ParameterizedClass
@EnumSource(DType.class)
record LabelCrossEntropyTest(DType dtype) {
  private static final int IGNORED = -100;
  private static final CrossEntropyOptions OPTIONS =
      CrossEntropyOptions.DEFAULT.withIgnoredLabel(IGNORED);

  /** Samples and classes, around the edges of vectors, of lanes and of blocks of rows. */
  private static final int[][] SHAPES = {
    {1, 1}, {7, 10}, {5, 16}, {4, 17}, {300, 10}, {3, 257}, {2, 3000}
  };

  private Tensor logits(int samples, int classes) {
    Random random = new Random(classes);
    return Ops.to(
        Tensor.of(
            DType.F64,
            Shape.of(samples, classes),
            random.doubles(samples * (long) classes, -9, 9).toArray()),
        dtype);
  }

  private static Indices labels(int samples, int classes) {
    return Indices.of(new Random(samples).ints(samples, 0, classes).toArray());
  }

  private Tensor classWeights(int classes) {
    double[] weights = new Random(3).doubles(classes, 0.25, 2).toArray();
    weights[classes / 2] = classes > 1 ? 0 : 1;
    return Ops.to(Tensor.of(DType.F64, weights), dtype);
  }

  @Test
  void labels_give_the_bits_of_distributions_that_have_all_on_one_class() {
    for (int[] shape : SHAPES) {
      Tensor ones = Tensor.ones(dtype, Shape.of(shape[1]));
      requireBitsOfDistributions(shape, labels(shape[0], shape[1]), ones);
    }
  }

  @Test
  void weighted_labels_give_the_bits_of_weighted_distributions() {
    for (int[] shape : SHAPES) {
      requireBitsOfDistributions(shape, labels(shape[0], shape[1]), classWeights(shape[1]));
    }
  }

  @Test
  void ignored_labels_give_the_bits_of_distributions_of_nothing() {
    int[] values = labels(7, 10).toArray();
    values[0] = IGNORED;
    values[5] = IGNORED;
    requireBitsOfDistributions(new int[] {7, 10}, Indices.of(values), classWeights(10));
  }

  private void requireBitsOfDistributions(int[] shape, Indices labels, Tensor classWeights) {
    Tensor target = Tensor.zeros(dtype, Shape.of(shape));
    BigDecimal divisor = BigDecimal.ZERO;
    for (int i = 0; i < shape[0]; i++) {
      if (labels.get(i) != IGNORED) {
        double weight = classWeights.get(labels.get(i));
        target.set(i * shape[1] + labels.get(i), weight);
        divisor = divisor.add(new BigDecimal(weight));
      }
    }
    double sumOfWeights = divisor.doubleValue();
    CrossEntropyOptions options = OPTIONS.withClassWeights(classWeights);
    requireSameBits(
        logits(shape[0], shape[1]),
        z -> Losses.crossEntropy(z, labels, options.withReduction(Reduction.SUM)),
        z -> Losses.crossEntropy(z, target, Reduction.SUM));
    requireSameBits(
        logits(shape[0], shape[1]),
        z -> Losses.crossEntropy(z, labels, options),
        z -> Ops.div(Losses.crossEntropy(z, target, Reduction.SUM), sumOfWeights));
  }

  private static void requireSameBits(
      Tensor logits, UnaryOperator<Tensor> actual, UnaryOperator<Tensor> expected) {
    ValueAndGradient<Tensor> a = Autograd.valueAndGradient(actual, logits);
    ValueAndGradient<Tensor> e = Autograd.valueAndGradient(expected, logits);
    assertThat(a.value().hasSameBits(e.value())).as("%s: %s = %s", logits, a, e).isTrue();
    assertThat(a.gradient().hasSameBits(e.gradient())).as("%s: %s = %s", logits, a, e).isTrue();
  }

  @Test
  void a_mean_of_labels_is_one_node_of_the_graph() {
    Indices labels = labels(7, 10);
    Tensor logits = logits(7, 10);
    Graph graph = Graph.record(List.of(logits), () -> Losses.crossEntropy(logits, labels, OPTIONS));
    assertThat(graph.nodes()).filteredOn(node -> node.kind() == Graph.Kind.OPERATION).hasSize(1);
  }

  @Test
  void an_infinite_class_weight_makes_the_loss_NaN_even_if_no_label_has_that_class() {
    CrossEntropyOptions options =
        OPTIONS.withClassWeights(
            Ops.to(Tensor.of(DType.F64, 1, 1, Double.POSITIVE_INFINITY), dtype));
    assertThat(Losses.crossEntropy(logits(2, 3), Indices.of(0, 1), options).item()).isNaN();
  }

  @Test
  void a_logit_of_minus_infinity_costs_nothing_unless_it_is_the_label_and_has_a_weight() {
    Tensor logits =
        Ops.to(Tensor.of(DType.F64, Shape.of(1, 2), 0.0, Double.NEGATIVE_INFINITY), dtype);
    Tensor weights = Ops.to(Tensor.of(DType.F64, 1.0, 0), dtype);
    CrossEntropyOptions sum = OPTIONS.withReduction(Reduction.SUM);
    assertThat(Losses.crossEntropy(logits, Indices.of(0), sum).item()).isZero();
    assertThat(Losses.crossEntropy(logits, Indices.of(1), sum).item())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Losses.crossEntropy(logits, Indices.of(1), sum.withClassWeights(weights)).item())
        .isZero();
  }
}
