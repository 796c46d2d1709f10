package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IndicesTest {
  @Test
  void indices_tell_their_values_and_their_shape() {
    Indices indices = Indices.of(Shape.of(2, 2), 3, 1, 4, 1);
    assertThat(indices.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(indices.elements()).isEqualTo(4);
    assertThat(indices.get(2)).isEqualTo(4);
    assertThat(indices.toArray()).containsExactly(3, 1, 4, 1);
    assertThat(indices).hasToString("[2, 2] [3, 1, 4, 1]");
    assertThat(Indices.of(7, 8).shape()).isEqualTo(Shape.of(2));
  }

  @Test
  void values_are_copied_in_and_out() {
    int[] values = {1, 2};
    Indices indices = Indices.of(values);
    values[0] = 9;
    indices.toArray()[1] = 9;
    assertThat(indices).isEqualTo(Indices.of(1, 2)).hasSameHashCodeAs(Indices.of(1, 2));
  }

  @Test
  void equal_indices_have_equal_values_and_shapes() {
    assertThat(Indices.of(1, 2))
        .isNotEqualTo(Indices.of(2, 1))
        .isNotEqualTo(Indices.of(Shape.of(1, 2), 1, 2))
        .isNotEqualTo("[2] [1, 2]");
  }

  @Test
  void another_number_of_values_than_the_shape_has_is_refused() {
    assertThatThrownBy(() -> Indices.of(Shape.of(2), 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("indices: numbers of values differ: shape [2], array (2 ≠ 1)");
  }
}
