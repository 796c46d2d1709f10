package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Values that are computed by hand; the functions behind them have tests of their own. */
final class LossTest {
  private static final Tensor LOGITS =
      Tensor.ofRows(DType.F64, new double[] {0, Math.log(3)}, new double[] {Math.log(4), 0});
  private static final Indices LABELS = Indices.of(1, 1); // of probability 3/4 and 1/5

  private static void assertClose(Tensor actual, double... expected) {
    assertThat(actual.toDoubleArray()).containsExactly(expected, within(1e-14));
  }

  @Test
  void cross_entropy_is_the_surprise_by_the_label() {
    double first = Math.log(4.0 / 3);
    double second = Math.log(5);
    CrossEntropyLoss loss = CrossEntropyLoss.DEFAULT;
    assertClose(loss.apply(LOGITS, LABELS), (first + second) / 2);
    assertClose(loss.withReduction(Reduction.NONE).apply(LOGITS, LABELS), first, second);
    assertClose(loss.withReduction(Reduction.SUM).apply(LOGITS, LABELS), first + second);
    assertClose(loss.withIgnoredLabel(-1).apply(LOGITS, Indices.of(1, -1)), first);
    Tensor weights = Tensor.of(DType.F64, 1.0, 3.0);
    assertClose(
        loss.withClassWeights(weights).apply(LOGITS, Indices.of(1, 0)),
        (3 * first + Math.log(5.0 / 4)) / 4);
    // with ε = ½, a quarter of the target lies on the other class, of probability ¼
    assertClose(
        loss.withLabelSmoothing(0.5).withReduction(Reduction.NONE).apply(LOGITS, LABELS),
        0.75 * first + 0.25 * Math.log(4),
        0.75 * second + 0.25 * Math.log(5.0 / 4));
  }

  @Test
  void the_likelihood_of_labels_is_that_of_their_log_probabilities() {
    Tensor logs = Tensor.ofRows(DType.F64, new double[] {-1, -2}, new double[] {-3, -5});
    assertClose(new NllLoss(Reduction.SUM).apply(logs, LABELS), 7);
    assertClose(new NllLoss(Reduction.MEAN).apply(logs, LABELS), 3.5);
  }

  @Test
  void the_multi_class_margin_is_that_of_the_course_notes_divided_by_the_classes() {
    // "Multiclass SVM loss" with scores 13, −7, 11, label 0 and a margin of 10: 8
    Tensor scores = Tensor.ofRows(DType.F64, new double[] {13, -7, 11});
    Indices label = Indices.of(0);
    assertClose(new MultiMarginLoss(1, 10, Reduction.MEAN).apply(scores, label), 8.0 / 3);
    assertClose(new MultiMarginLoss(2, 10, Reduction.MEAN).apply(scores, label), 64.0 / 3);
    assertClose(MultiMarginLoss.DEFAULT.apply(scores, label), 0);
  }

  @Test
  void binary_cross_entropy_weighs_the_positive_class() {
    Tensor logits = Tensor.of(DType.F64, Math.log(3), Math.log(4)); // probabilities 3/4 and 4/5
    Tensor target = Tensor.of(DType.F64, 1.0, 0.0);
    double positive = Math.log(4.0 / 3);
    double negative = Math.log(5);
    assertClose(BinaryCrossEntropyLoss.DEFAULT.apply(logits, target), (positive + negative) / 2);
    BinaryCrossEntropyLoss weighted = new BinaryCrossEntropyLoss(10, Reduction.NONE);
    assertClose(weighted.apply(logits, target), 10 * positive, negative);
    assertClose(weighted.ofLabels().apply(logits, Indices.of(1, 0)), 10 * positive, negative);
  }

  @Test
  void the_hinge_asks_for_a_margin_of_one() {
    Tensor scores = Tensor.of(DType.F64, Shape.of(3, 1), 0.5, 2, -3);
    Tensor signs = Tensor.of(DType.F64, Shape.of(3, 1), 1, -1, -1);
    assertClose(HingeLoss.DEFAULT.apply(scores, signs), 3.5 / 3);
    assertClose(HingeLoss.DEFAULT.ofLabels().apply(scores, Indices.of(1, 0, 0)), 3.5 / 3);
  }

  @Test
  void losses_of_numbers_are_those_of_their_differences() {
    Tensor x = Tensor.of(DType.F64, 1.0, 2.0, 6.0);
    Tensor y = Tensor.of(DType.F64, 1.5, 2.0, 3.0); // differences −½, 0, 3
    assertClose(MseLoss.DEFAULT.apply(x, y), 9.25 / 3);
    assertClose(new MseLoss(Reduction.NONE).apply(x, y), 0.25, 0, 9);
    assertClose(L1Loss.DEFAULT.apply(x, y), 3.5 / 3);
    assertClose(HuberLoss.DEFAULT.apply(x, y), (0.125 + 2.5) / 3);
    assertClose(new HuberLoss(2, Reduction.SUM).apply(x, y), 0.125 + 4);
  }

  @Test
  void the_divergence_of_a_distribution_from_itself_is_zero() {
    Tensor target = Tensor.of(DType.F64, 0.25, 0.75, 0.0);
    KlDivergenceLoss loss = new KlDivergenceLoss(Reduction.SUM);
    assertClose(loss.apply(Tensor.of(DType.F64, Math.log(0.25), Math.log(0.75), -9.0), target), 0);
    assertClose(
        loss.apply(Tensor.of(DType.F64, Math.log(0.5), Math.log(0.25), Math.log(0.25)), target),
        0.25 * Math.log(0.5) + 0.75 * Math.log(3));
  }

  @Test
  void a_loss_of_labels_fits_where_a_function_of_scores_and_labels_is_asked_for() {
    BiFunction<Tensor, Indices, Tensor> function = CrossEntropyLoss.DEFAULT;
    assertClose(function.apply(LOGITS, LABELS), (Math.log(4.0 / 3) + Math.log(5)) / 2);
    Loss<Indices> own = (scores, labels) -> scores.sum();
    assertThat(own.apply(LOGITS, LABELS).shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void a_loss_says_what_the_samples_of_a_batch_weigh() {
    Indices labels = Indices.of(0, 1, 1, -1);
    CrossEntropyLoss loss = CrossEntropyLoss.DEFAULT;
    assertThat(loss.weight(labels, 4)).isEqualTo(4);
    assertThat(loss.withIgnoredLabel(-1).weight(labels, 4)).isEqualTo(3);
    CrossEntropyLoss weighted =
        loss.withClassWeights(Tensor.of(DType.F64, 0.25, 3.0)).withIgnoredLabel(-1);
    assertThat(weighted.weight(labels, 4)).isEqualTo(6.25);
    assertThat(weighted.weight(Indices.of(-1), 1)).isZero();
    assertThat(HingeLoss.DEFAULT.ofLabels().weight(labels, 4)).isEqualTo(4);
    assertThatThrownBy(() -> weighted.weight(Indices.of(1, 2), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("crossEntropy: a label is out of range: label 1 of [2] (2 not in [0, 2))");
  }

  /** Σ w ℓ / Σ w over all samples, however they are cut. */
  @Test
  void weighted_means_of_batches_add_up_to_that_of_all_samples() {
    Tensor logits =
        Tensor.ofRows(
            DType.F64,
            new double[] {0, 1},
            new double[] {2, 0},
            new double[] {1, 1},
            new double[] {-1, 3});
    Indices labels = Indices.of(0, 1, 1, 0);
    CrossEntropyLoss loss =
        CrossEntropyLoss.DEFAULT.withClassWeights(Tensor.of(DType.F64, 1.0, 5.0));
    double[] weights = {1, 5, 5, 1};
    double[] surprises = { // ln(1 + e^(other − own))
      Math.log1p(Math.E), Math.log1p(Math.exp(2)), Math.log(2), Math.log1p(Math.exp(4))
    };
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += weights[i] * surprises[i];
    }
    for (int cut = 1; cut < 4; cut++) {
      Indices head = Indices.of(Arrays.copyOf(labels.toArray(), cut));
      Indices tail = Indices.of(Arrays.copyOfRange(labels.toArray(), cut, 4));
      double ofHead = loss.weight(head, cut);
      double ofTail = loss.weight(tail, 4 - cut);
      double mean =
          (ofHead * loss.apply(logits.slice(0, 0, cut), head).item()
                  + ofTail * loss.apply(logits.slice(0, cut, 4), tail).item())
              / (ofHead + ofTail);
      assertThat(mean).isCloseTo(sum / 12, within(1e-14));
    }
  }

  @Test
  void a_loss_says_how_it_is_reduced() {
    assertThat(CrossEntropyLoss.DEFAULT.withReduction(Reduction.SUM).reduction())
        .isEqualTo(Reduction.SUM);
    Loss<Indices> ofLabels = new BinaryCrossEntropyLoss(2, Reduction.SUM).ofLabels();
    assertThat(ofLabels.reduction()).isEqualTo(Reduction.SUM);
    Loss<Tensor> own = (scores, target) -> scores.sum();
    assertThat(own.reduction()).isEqualTo(Reduction.MEAN);
    assertThat(HingeLoss.DEFAULT.ofLabels()).hasToString("HingeLoss[reduction=MEAN].ofLabels()");
  }

  @Test
  void a_loss_is_a_value() {
    assertThat(HingeLoss.DEFAULT.ofLabels()).isEqualTo(HingeLoss.DEFAULT.ofLabels());
    assertThat(new HuberLoss(1, Reduction.MEAN)).isEqualTo(HuberLoss.DEFAULT);
    assertThat(HuberLoss.DEFAULT).hasToString("HuberLoss[delta=1.0, reduction=MEAN]");
  }

  @Test
  void settings_out_of_range_are_refused() {
    refused(
        () -> new BinaryCrossEntropyLoss(0, Reduction.MEAN),
        "binaryCrossEntropyLoss: the positive weight must be positive: (0.0 not in (0, ∞))");
    refused(
        () -> new MultiMarginLoss(3, 1, Reduction.MEAN),
        "multiMarginLoss: the power must be 1 or 2: (3 not in {1, 2})");
    refused(
        () -> new MultiMarginLoss(1, -1, Reduction.MEAN),
        "multiMarginLoss: the margin must not be negative: (-1.0 not in [0, ∞))");
    refused(
        () -> new HuberLoss(0, Reduction.MEAN),
        "huberLoss: delta must be positive: (0.0 not in (0, ∞])");
  }

  @Test
  void labels_of_more_than_two_classes_are_refused() {
    Tensor scores = Tensor.zeros(DType.F32, Shape.of(2, 1));
    refused(
        () -> HingeLoss.DEFAULT.ofLabels().apply(scores, Indices.of(0, 2)),
        "hingeLoss: a label of two classes is 0 or 1: label 1 (2 not in [0, 2))");
    refused(
        () -> BinaryCrossEntropyLoss.DEFAULT.ofLabels().apply(scores, Indices.of(0)),
        "binaryCrossEntropyLoss: one label is needed for each score:"
            + " scores [2, 1], labels [1] (2 ≠ 1)");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }
}
