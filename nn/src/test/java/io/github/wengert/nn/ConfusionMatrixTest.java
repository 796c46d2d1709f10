package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.Indices;
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

  @Test
  void what_does_not_fit_is_refused() {
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
