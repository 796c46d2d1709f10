package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  @Test
  void the_nets_of_the_course_notes_have_26_and_41_parameters() {
    assertThat(Mlp.of(Key.of(0), 3, 4, 2).summary().parameters()).isEqualTo(26);
    assertThat(Mlp.of(Key.of(0), 3, 4, 4, 1).summary().parameters()).isEqualTo(41);
  }

  @Test
  void the_table_shows_layers_output_shapes_and_numbers_of_parameters() {
    assertThat(Mlp.of(Key.of(0), 64, 100, 10).summary().toString().lines())
        .containsExactly(
            "layer            output    parameters",
            "Dense(64 → 100)  [n, 100]       6,500",
            "relu             [n, 100]           0",
            "Dense(100 → 10)  [n, 10]        1,010",
            "total                           7,510");
  }

  @Test
  void the_pieces_of_maxout_units_all_count() {
    assertThat(Mlp.builder(Key.of(0), 3, 4, 2).maxout(2).build().summary().parameters())
        .isEqualTo(2 * (3 * 4 + 4) + (4 * 2 + 2));
  }

  @Test
  void a_sample_that_does_not_fit_is_refused() {
    assertThatThrownBy(() -> Mlp.of(Key.of(0), 3, 4, 2).summary(Shape.of(4)))
        .isInstanceOf(LayerException.class)
        .hasMessage(
            "dense \"layers.0\": the input's last axis has another length:"
                + " input [1, 4], weight [4, 3] (4 ≠ 3)");
  }
}
