package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;

final class ConfusionMatrixTest {
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.of(Indices.of(0, 1, 1, 2, 0), Indices.of(0, 1, 2, 2, 2), 3);

  @Test
  void it_counts_what_each_class_was_taken_for() {
    assertThat(MATRIX.count(2, 1)).isEqualTo(1);
    assertThat(MATRIX.count(1, 2)).isZero();
    assertThat(MATRIX.count(2, 2)).isEqualTo(1);
    assertThat(MATRIX.classes()).isEqualTo(3);
    assertThat(MATRIX.samples()).isEqualTo(5);
  }

  @Test
  void accuracy_is_the_share_on_the_diagonal() {
    assertThat(MATRIX.correct()).isEqualTo(3);
    assertThat(MATRIX.accuracy()).isEqualTo(0.6);
    assertThat(ConfusionMatrix.of(Indices.of(), Indices.of(), 2).accuracy()).isNaN();
  }

  @Test
  void the_table_has_a_row_for_each_class_and_a_dot_for_zero() {
    assertThat(MATRIX.toString().lines())
        .containsExactly("class \\ predicted", "   0 1 2", " 0 1 . .", " 1 . 1 .", " 2 1 1 1");
  }

  private static final Tensor SCORES =
      Tensor.ofRows(
          DType.F64,
          new double[] {2, 1, 0},
          new double[] {0, 1, Double.NaN},
          new double[] {Double.NaN, Double.NaN, Double.NaN},
          new double[] {0, 1, 1});

  @Test
  void the_largest_score_is_the_prediction_and_a_row_that_is_no_number_is_undecided() {
    ConfusionMatrix matrix = ConfusionMatrix.of(SCORES, Indices.of(0, 1, 2, 2));
    assertThat(matrix.count(0, 0)).isOne();
    assertThat(matrix.count(2, 1)).isOne(); // the first of equal ones
    assertThat(matrix.undecided(0)).isZero();
    assertThat(matrix.undecided(1)).isOne();
    assertThat(matrix.undecided()).isEqualTo(2);
    assertThat(matrix.samples()).isEqualTo(4);
    assertThat(matrix.support(1)).isOne();
    assertThat(matrix.predicted(2)).isZero();
    assertThat(matrix.accuracy()).isEqualTo(0.25);
    assertThat(matrix.toString().lines())
        .containsExactly(
            "class \\ predicted", "   0 1 2 ?", " 0 1 . . .", " 1 . . . 1", " 2 . 1 . 1");
  }

  @Test
  void undecided_samples_lower_the_recall_but_no_precision() {
    ClassReport report = ConfusionMatrix.of(SCORES, Indices.of(0, 0, 1, 1)).report();
    assertThat(report.classes().get(0).precision()).isOne();
    assertThat(report.classes().get(0).recall()).isEqualTo(0.5);
    assertThat(report.micro().precision()).isOne();
    assertThat(report.micro().recall()).isEqualTo(0.5);
    assertThat(report.micro().f1()).isEqualTo(4.0 / 6);
  }

  @Test
  void undecided_samples_add_up() {
    Indices labels = Indices.of(0, 1, 2, 2);
    ConfusionMatrix whole = ConfusionMatrix.of(SCORES, labels);
    ConfusionMatrix parts =
        ConfusionMatrix.of(SCORES.slice(0, 0, 2), Indices.of(0, 1))
            .plus(ConfusionMatrix.of(SCORES.slice(0, 2, 4), Indices.of(2, 2)));
    assertThat(parts).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString(whole.toString());
    assertThat(whole).isNotEqualTo(ConfusionMatrix.of(Indices.of(0, 1, 2, 1), labels, 3));
  }

  @Test
  void more_classes_than_a_table_holds_are_refused() {
    assertThat(ConfusionMatrix.of(Indices.of(0), Indices.of(0), 1 << 15).samples()).isOne();
    for (int classes : new int[] {(1 << 15) + 1, 1 << 16, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> ConfusionMatrix.of(Indices.of(0), Indices.of(0), classes))
          .isInstanceOf(LayerException.class)
          .hasMessage(
              "confusionMatrix: there are too many classes for a table: (%d > 32768)"
                  .formatted(classes));
    }
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThatThrownBy(() -> MATRIX.count(3, 0))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: the label is no class: (3 not in [0, 3))");
    assertThatThrownBy(() -> MATRIX.predicted(-1))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: the class is no class: (-1 not in [0, 3))");
    assertThatThrownBy(() -> ConfusionMatrix.of(Indices.of(0, 1), Indices.of(0), 2))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: one prediction is needed for each label: ([2] ≠ [1])");
    assertThatThrownBy(() -> ConfusionMatrix.of(Indices.of(2), Indices.of(0), 2))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: prediction 0 is out of range: (2 not in [0, 2))");
    assertThatThrownBy(() -> ConfusionMatrix.of(Indices.of(0), Indices.of(-1), 2))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: label 0 is out of range: (-1 not in [0, 2))");
    assertThatThrownBy(() -> ConfusionMatrix.of(Indices.of(), Indices.of(), 0))
        .isInstanceOf(LayerException.class)
        .hasMessage("confusionMatrix: there must be a class: (0 classes < 1)");
  }
}
