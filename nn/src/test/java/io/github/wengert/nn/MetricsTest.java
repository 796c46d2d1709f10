package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final Tensor SCORES =
      Tensor.ofRows(
          DType.F64,
          new double[] {3, 2, 1},
          new double[] {1, 3, 2},
          new double[] {2, 2, 1},
          new double[] {-1, -2, -3});
  private static final Indices LABELS = Indices.of(0, 2, 1, 2);

  @Test
  void accuracy_is_the_share_of_samples_whose_class_has_the_largest_score() {
    Accuracy accuracy = Accuracy.of(SCORES, LABELS);
    assertThat(accuracy).isEqualTo(new Accuracy(1, 4));
    assertThat(accuracy.value()).isEqualTo(0.25);
    assertThat(accuracy).hasToString("1 of 4 (0.2500)");
    assertThat(Accuracy.of(Indices.of(0, 2, 0, 2), LABELS).value()).isEqualTo(0.75);
  }

  @Test
  void top_k_is_the_share_of_samples_whose_class_is_among_the_k_largest() {
    assertThat(TopKAccuracy.of(SCORES, LABELS, 1)).isEqualTo(new TopKAccuracy(1, 1, 4));
    assertThat(TopKAccuracy.of(SCORES, LABELS, 2)).isEqualTo(new TopKAccuracy(2, 3, 4));
    assertThat(TopKAccuracy.of(SCORES, LABELS, 3).value()).isEqualTo(1);
    assertThat(TopKAccuracy.of(SCORES, LABELS, 2)).hasToString("top 2: 3 of 4 (0.7500)");
  }

  @Test
  void of_equal_scores_the_first_class_comes_first() {
    Tensor tie = Tensor.ofRows(DType.F64, new double[] {2, 2, 1});
    assertThat(TopKAccuracy.of(tie, Indices.of(0), 1).correct()).isOne();
    assertThat(TopKAccuracy.of(tie, Indices.of(1), 1).correct()).isZero();
  }

  @Test
  void a_sample_with_a_score_that_is_no_number_is_no_hit() {
    Tensor scores = Tensor.ofRows(DType.F64, new double[] {Double.NaN, 2, 1});
    for (int label = 0; label < 3; label++) {
      for (int k = 1; k <= 3; k++) {
        assertThat(TopKAccuracy.of(scores, Indices.of(label), k).correct()).isZero();
      }
    }
  }

  @Test
  void log_loss_is_the_mean_surprise() {
    Tensor logits =
        Tensor.ofRows(DType.F64, new double[] {0, Math.log(3)}, new double[] {Math.log(4), 0});
    LogLoss loss = LogLoss.of(logits, Indices.of(1, 1));
    assertThat(loss.value()).isCloseTo((Math.log(4.0 / 3) + Math.log(5)) / 2, within(1e-14));
    Tensor certain = Tensor.ofRows(DType.F64, new double[] {Double.NEGATIVE_INFINITY, 0});
    assertThat(LogLoss.of(certain, Indices.of(0)).value()).isInfinite();
  }

  @Test
  void r_squared_is_the_share_of_variance_that_is_explained() {
    Tensor y = Tensor.of(DType.F64, 3.0, -0.5, 2.0, 7.0); // mean 2.875, Σ (y − ȳ)² = 29.1875
    Tensor x = Tensor.of(DType.F64, 2.5, 0.0, 2.0, 8.0); // Σ (y − x)² = 1.5
    assertThat(RSquared.of(x, y).value()).isCloseTo(1 - 1.5 / 29.1875, within(1e-15));
    assertThat(RSquared.of(y, y).value()).isEqualTo(1);
    Tensor mean = Tensor.full(DType.F64, Shape.of(4), 2.875);
    assertThat(RSquared.of(mean, y).value()).isZero();
  }

  @Test
  void r_squared_of_numbers_that_do_not_differ_is_undefined() {
    Tensor same = Tensor.of(DType.F64, 2.0, 2.0);
    assertThat(RSquared.of(same, same).value()).isNaN();
    assertThat(RSquared.of(Tensor.of(DType.F64, 2.0, 3.0), same).value())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void batches_add_up_to_the_whole() {
    Tensor scores = RandomTensors.normal(Key.of(1), DType.F64, Shape.of(7, 4), 0, 1);
    Indices labels = Indices.of(0, 1, 2, 3, 0, 1, 2);
    Tensor head = scores.slice(0, 0, 3);
    Tensor tail = scores.slice(0, 3, 7);
    Indices first = Indices.of(0, 1, 2);
    Indices rest = Indices.of(3, 0, 1, 2);
    assertThat(Accuracy.NONE.plus(Accuracy.of(head, first)).plus(Accuracy.of(tail, rest)))
        .isEqualTo(Accuracy.of(scores, labels));
    assertThat(TopKAccuracy.of(head, first, 2).plus(TopKAccuracy.of(tail, rest, 2)))
        .isEqualTo(TopKAccuracy.of(scores, labels, 2));
    LogLoss loss = LogLoss.NONE.plus(LogLoss.of(head, first)).plus(LogLoss.of(tail, rest));
    assertThat(loss.value()).isCloseTo(LogLoss.of(scores, labels).value(), within(1e-14));
    Tensor y = RandomTensors.normal(Key.of(2), DType.F64, Shape.of(7, 4), 1e6, 1);
    Tensor x = y.add(scores.mul(0.5));
    RSquared parts =
        RSquared.NONE
            .plus(RSquared.of(x.slice(0, 0, 3), y.slice(0, 0, 3)))
            .plus(RSquared.of(x.slice(0, 3, 7), y.slice(0, 3, 7)));
    assertThat(parts.value()).isCloseTo(RSquared.of(x, y).value(), within(1e-9));
    assertThat(parts.mean()).isCloseTo(RSquared.of(x, y).mean(), within(1e-8));
  }

  @Test
  void a_metric_of_no_sample_is_not_a_number() {
    assertThat(Accuracy.NONE.value()).isNaN();
    assertThat(new TopKAccuracy(3, 0, 0).value()).isNaN();
    assertThat(LogLoss.NONE.value()).isNaN();
    assertThat(RSquared.NONE.plus(RSquared.NONE).value()).isNaN();
    assertThat(Accuracy.of(Tensor.zeros(DType.F32, Shape.of(0, 3)), Indices.of()))
        .isEqualTo(Accuracy.NONE);
  }

  /** Two points on each side of 0, as a net gives them that separates them. */
  private static final Tensor LOGITS = Tensor.of(DType.F64, Shape.of(4, 1), -3, -0.5, 0.5, 3);

  private static final Indices SIDES = Indices.of(0, 0, 1, 1);

  @Test
  void one_score_for_each_sample_tells_class_1_by_its_sign() {
    assertThat(Accuracy.of(LOGITS, SIDES)).isEqualTo(new Accuracy(4, 4));
    assertThat(Accuracy.of(LOGITS, Indices.of(1, 1, 0, 1))).isEqualTo(new Accuracy(1, 4));
    assertThat(TopKAccuracy.of(LOGITS, SIDES, 1)).isEqualTo(new TopKAccuracy(1, 4, 4));
    assertThat(TopKAccuracy.of(LOGITS, Indices.of(1, 0, 0, 0), 1).correct()).isOne();
    assertThat(TopKAccuracy.of(LOGITS, Indices.of(1, 0, 0, 0), 2).correct()).isEqualTo(4);
    assertThat(ConfusionMatrix.of(LOGITS, Indices.of(0, 1, 0, 1)))
        .isEqualTo(ConfusionMatrix.of(SIDES, Indices.of(0, 1, 0, 1), 2));
  }

  @Test
  void a_score_of_zero_is_for_class_0() {
    Tensor zero = Tensor.zeros(DType.F32, Shape.of(1, 1));
    assertThat(Accuracy.of(zero, Indices.of(0)).correct()).isOne();
    assertThat(Accuracy.of(zero, Indices.of(1)).correct()).isZero();
    assertThat(TopKAccuracy.of(zero, Indices.of(1), 1).correct()).isZero();
  }

  @Test
  void the_log_loss_of_one_score_is_that_of_its_sigmoid() {
    Tensor score =
        Tensor.of(DType.F64, Shape.of(2, 1), Math.log(3), Math.log(4)); // sigmoids 3/4 and 4/5
    double expected = (Math.log(4.0 / 3) + Math.log(5)) / 2;
    assertThat(LogLoss.of(score, Indices.of(1, 0)).value()).isCloseTo(expected, within(1e-14));
    Tensor far = Tensor.of(DType.F64, Shape.of(2, 1), 1000, -1000);
    assertThat(LogLoss.of(far, Indices.of(1, 0)).value()).isZero();
    assertThat(LogLoss.of(far, Indices.of(0, 1)).value()).isEqualTo(1000);
  }

  @Test
  void a_label_of_one_score_is_0_or_1() {
    refused(
        () -> Accuracy.of(LOGITS, Indices.of(0, 1, 2, 0)),
        "accuracy: label 2 is out of range: (2 not in [0, 2))");
    refused(
        () -> TopKAccuracy.of(LOGITS, SIDES, 3),
        "topKAccuracy: there are fewer classes than may be named: scores [4, 1] (k = 3 > 2)");
  }

  @Test
  void a_sample_whose_score_is_no_number_counts_as_wrong() {
    Tensor scores =
        Tensor.ofRows(
            DType.F64,
            new double[] {Double.NaN, 1},
            new double[] {1, Double.NaN},
            new double[] {2, 1});
    assertThat(Accuracy.of(scores, Indices.of(0, 1, 0))).isEqualTo(new Accuracy(1, 3));
    assertThat(Accuracy.of(scores, Indices.of(1, 0, 0))).isEqualTo(new Accuracy(1, 3));
    Tensor all = Tensor.full(DType.F32, Shape.of(3, 2), Double.NaN);
    for (int label = 0; label < 2; label++) {
      Indices labels = Indices.of(label, label, label);
      assertThat(Accuracy.of(all, labels).correct()).isZero();
      assertThat(TopKAccuracy.of(all, labels, 1).correct()).isZero();
      assertThat(Accuracy.of(all.slice(1, 0, 1), labels).correct()).isZero();
      assertThat(TopKAccuracy.of(all.slice(1, 0, 1), labels, 1).correct()).isZero();
    }
    assertThat(LogLoss.of(all, Indices.of(0, 1, 0)).value()).isNaN();
  }

  @Test
  void r_squared_of_what_is_no_number_is_none() {
    Tensor y = Tensor.of(DType.F64, 3.0, -0.5, 2.0);
    assertThat(RSquared.of(Tensor.of(DType.F64, 3.0, Double.NaN, 2.0), y).value()).isNaN();
    assertThat(RSquared.of(y, Tensor.of(DType.F64, 3.0, Double.NaN, 2.0)).value()).isNaN();
  }

  @Test
  void r_squared_of_no_sample_adds_nothing() {
    RSquared huge =
        RSquared.of(Tensor.of(DType.F64, 1e200, 3e200), Tensor.of(DType.F64, 1e200, 2e200));
    assertThat(RSquared.NONE.plus(huge)).isEqualTo(huge);
    assertThat(huge.plus(RSquared.NONE)).isEqualTo(huge);
  }

  @Test
  void what_does_not_fit_is_refused() {
    refused(
        () -> Accuracy.of(SCORES, Indices.of(0)),
        "accuracy: one prediction is needed for each label: ([4] ≠ [1])");
    refused(
        () -> Accuracy.of(Tensor.of(DType.F64, 1.0), Indices.of(0)),
        "accuracy: scores need the axes [n, classes]: [1] (1 axes, 1 elements)");
    refused(
        () -> LogLoss.of(SCORES, Indices.of(0, 1, 2, 3)),
        "logLoss: label 3 is out of range: (3 not in [0, 3))");
    refused(
        () -> TopKAccuracy.of(SCORES, LABELS, 4),
        "topKAccuracy: there are fewer classes than may be named: scores [4, 3] (k = 4 > 3)");
    refused(
        () -> TopKAccuracy.of(SCORES, LABELS, 0),
        "topKAccuracy: a class must be named: (k = 0 < 1)");
    refused(
        () -> new TopKAccuracy(1, 0, 0).plus(new TopKAccuracy(2, 0, 0)),
        "topKAccuracy: only those of one k add up: (1 ≠ 2)");
    refused(
        () -> RSquared.of(Tensor.of(DType.F64, 1.0), Tensor.of(DType.F64, 1.0, 2.0)),
        "rSquared: one prediction is needed for each target: ([1] ≠ [2])");
  }

  @Test
  void null_is_refused_by_name() {
    refusesNull(() -> Accuracy.of((Tensor) null, LABELS), "accuracy: scores");
    refusesNull(() -> Accuracy.of(SCORES, null), "accuracy: labels");
    refusesNull(() -> Accuracy.of((Indices) null, LABELS), "accuracy: predicted");
    refusesNull(() -> Accuracy.of(LABELS, null), "accuracy: labels");
    refusesNull(() -> Accuracy.NONE.plus(null), "accuracy: other");
    refusesNull(() -> TopKAccuracy.of(null, LABELS, 1), "topKAccuracy: scores");
    refusesNull(() -> TopKAccuracy.of(SCORES, null, 1), "topKAccuracy: labels");
    refusesNull(() -> new TopKAccuracy(1, 0, 0).plus(null), "topKAccuracy: other");
    refusesNull(() -> LogLoss.of(null, LABELS), "logLoss: logits");
    refusesNull(() -> LogLoss.of(SCORES, null), "logLoss: labels");
    refusesNull(() -> LogLoss.NONE.plus(null), "logLoss: other");
    refusesNull(() -> RSquared.of(null, SCORES), "rSquared: predictions");
    refusesNull(() -> RSquared.of(SCORES, null), "rSquared: targets");
    refusesNull(() -> RSquared.NONE.plus(null), "rSquared: other");
    refusesNull(() -> ConfusionMatrix.of(null, LABELS), "confusionMatrix: scores");
    refusesNull(() -> ConfusionMatrix.of(SCORES, null), "confusionMatrix: labels");
    refusesNull(() -> ConfusionMatrix.of(null, LABELS, 3), "confusionMatrix: predicted");
    refusesNull(() -> ConfusionMatrix.of(LABELS, null, 3), "confusionMatrix: labels");
    ConfusionMatrix matrix = ConfusionMatrix.of(LABELS, LABELS, 3);
    refusesNull(() -> matrix.plus(null), "confusionMatrix: other");
  }

  private static void refusesNull(Runnable call, String what) {
    assertThatThrownBy(call::run)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(what + " must not be null");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }
}
