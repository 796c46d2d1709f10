package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.wengert.ops.Indices;
import org.junit.jupiter.api.Test;

final class ClassReportTest {
  //            predicted 0  1  2
  // class 0:             2  1  0
  // class 1:             0  1  0
  // class 2:             1  1  2
  private static final Indices LABELS = Indices.of(0, 0, 0, 1, 2, 2, 2, 2);
  private static final Indices PREDICTED = Indices.of(0, 0, 1, 1, 0, 1, 2, 2);
  private static final ConfusionMatrix MATRIX = ConfusionMatrix.of(PREDICTED, LABELS, 3);

  private static void assertScores(
      ClassReport.Scores actual, double precision, double recall, double f1, long support) {
    assertThat(actual.precision()).isCloseTo(precision, within(1e-15));
    assertThat(actual.recall()).isCloseTo(recall, within(1e-15));
    assertThat(actual.f1()).isCloseTo(f1, within(1e-15));
    assertThat(actual.support()).isEqualTo(support);
  }

  @Test
  void precision_is_over_predictions_and_recall_over_samples() {
    ClassReport report = MATRIX.report();
    assertScores(report.classes().get(0), 2.0 / 3, 2.0 / 3, 2.0 / 3, 3);
    assertScores(report.classes().get(1), 1.0 / 3, 1, 0.5, 1);
    assertScores(report.classes().get(2), 1, 0.5, 2.0 / 3, 4);
  }

  @Test
  void averages_count_classes_samples_or_decisions() {
    ClassReport report = MATRIX.report();
    assertScores(report.macro(), 2.0 / 3, 13.0 / 18, 11.0 / 18, 8);
    assertScores(report.micro(), 5.0 / 8, 5.0 / 8, 5.0 / 8, 8);
    double precision = (3 * 2.0 / 3 + 1.0 / 3 + 4) / 8;
    double recall = (3 * 2.0 / 3 + 1 + 4 * 0.5) / 8;
    double f1 = (3 * 2.0 / 3 + 0.5 + 4 * 2.0 / 3) / 8;
    assertScores(report.weighted(), precision, recall, f1, 8);
  }

  @Test
  void a_class_that_was_never_predicted_has_no_precision() {
    ConfusionMatrix matrix = ConfusionMatrix.of(Indices.of(0, 0), Indices.of(0, 1), 2);
    ClassReport undefined = matrix.report();
    assertThat(undefined.classes().get(1).precision()).isNaN();
    assertThat(undefined.classes().get(1).f1()).isZero();
    assertThat(undefined.macro().precision()).isNaN();
    assertThat(undefined.macro().f1()).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(matrix.report(0).macro().precision()).isEqualTo(0.25);
    assertThat(matrix.report(1).classes().get(1).precision()).isOne();
  }

  @Test
  void a_class_without_samples_has_no_weight() {
    ConfusionMatrix matrix = ConfusionMatrix.of(Indices.of(0, 0), Indices.of(0, 0), 2);
    ClassReport report = matrix.report();
    assertThat(report.classes().get(1).recall()).isNaN();
    assertThat(report.classes().get(1).f1()).isNaN();
    assertThat(report.macro().f1()).isNaN();
    assertScores(report.weighted(), 1, 1, 1, 2);
  }

  @Test
  void without_samples_nothing_is_defined() {
    ClassReport report = ConfusionMatrix.of(Indices.of(), Indices.of(), 2).report();
    assertThat(report.micro().f1()).isNaN();
    assertThat(report.weighted().recall()).isNaN();
  }

  @Test
  void matrices_of_batches_add_up() {
    ConfusionMatrix first = ConfusionMatrix.of(Indices.of(0, 0, 1), Indices.of(0, 0, 0), 3);
    ConfusionMatrix rest =
        ConfusionMatrix.of(Indices.of(1, 0, 1, 2, 2), Indices.of(1, 2, 2, 2, 2), 3);
    assertThat(first.plus(rest)).isEqualTo(MATRIX).hasSameHashCodeAs(MATRIX);
    assertThat(first).isNotEqualTo(rest);
    assertThat(MATRIX.support(2)).isEqualTo(4);
    assertThat(MATRIX.predicted(1)).isEqualTo(3);
    ConfusionMatrix other = ConfusionMatrix.of(Indices.of(), Indices.of(), 2);
    assertThatThrownBy(() -> MATRIX.plus(other))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: only those of the same classes add up: (3 ≠ 2)");
  }

  @Test
  void the_table_has_a_line_for_each_class_and_each_average() {
    assertThat(MATRIX.report().toString().lines())
        .containsExactly(
            "class     precision  recall      f1  support",
            "0            0.6667  0.6667  0.6667        3",
            "1            0.3333  1.0000  0.5000        1",
            "2            1.0000  0.5000  0.6667        4",
            "macro        0.6667  0.7222  0.6111        8",
            "micro        0.6250  0.6250  0.6250        8",
            "weighted     0.7917  0.6250  0.6458        8");
  }
}
