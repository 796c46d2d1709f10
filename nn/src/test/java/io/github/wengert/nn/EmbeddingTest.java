package io.github.wengert.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import org.junit.jupiter.api.Test;

final class EmbeddingTest {
  private static final Key KEY = Key.of(9);
  private static final Embedding TABLE =
      new Embedding(
          Parameter.of(
              "words.weight",
              Tensor.ofRows(
                  DType.F64, new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6})));

  @Test
  void an_index_picks_its_row() {
    Tensor y = TABLE.apply(Indices.of(2, 0));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(y.toDoubleArray()).containsExactly(5, 6, 1, 2);
  }

  @Test
  void whole_numbers_are_taken_for_indices() {
    Tensor x = Tensor.of(Shape.of(1, 2), 2f, 0f);
    assertThat(TABLE.apply(x).hasSameBits(TABLE.apply(Indices.of(Shape.of(1, 2), 2, 0)))).isTrue();
    assertThat(TABLE.outputShape(Shape.of(1, 2))).isEqualTo(Shape.of(1, 2, 2));
  }

  @Test
  void the_gradient_of_a_row_that_is_picked_twice_accumulates() {
    Tensor gradient =
        Autograd.differentiate(TABLE.parameters(), () -> Ops.sum(TABLE.apply(Indices.of(1, 1, 2))))
            .of(TABLE.weight());
    assertThat(gradient.toDoubleArray()).containsExactly(0, 0, 2, 2, 1, 1);
  }

  @Test
  void a_table_stands_in_front_of_a_network() {
    Embedding table = Embedding.of("words", 10, 4, DType.F32, KEY);
    Sequential network = Sequential.of(table, Dense.of("out", 4, 3, KEY));
    assertThat(network.apply(Tensor.of(1f, 9f)).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(network.summary(Shape.SCALAR).rows())
        .contains(new Summary.Row("Embedding(10 → 4)", "[n, 4]", 40));
    assertThatThrownBy(() -> Sequential.of(table, Dense.of("out", 5, 3, KEY)))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("(5 ≠ 4)");
  }

  @Test
  void what_is_no_index_is_refused() {
    refused(
        () -> TABLE.apply(Tensor.of(DType.F64, 0.0, 1.5)),
        "embedding \"words\": an index must be a whole number: index 1 of [2] (1.5)");
    refused(
        () -> TABLE.apply(Tensor.of(3f)),
        "embedding \"words\": an index is out of range: index 0 of [1] (3.0 not in [0, 3))");
    refused(
        () -> TABLE.apply(Tensor.of(DType.F64, Double.NaN)),
        "embedding \"words\": an index is out of range: index 0 of [1] (NaN not in [0, 3))");
    refused(
        () -> TABLE.apply(Indices.of(0, -1)),
        "embedding \"words\": an index is out of range: index 1 of [2] (-1 not in [0, 3))");
  }

  @Test
  void a_table_without_entries_is_refused() {
    refused(
        () -> Embedding.of("e", 0, 2, DType.F32, KEY),
        "embedding \"e\": the number of entries must be positive: (0 < 1)");
    refused(
        () -> Embedding.of("e", 2, 0, DType.F32, KEY),
        "embedding \"e\": the number of elements of a vector must be positive: (0 < 1)");
    refused(
        () -> new Embedding(Parameter.of("w", Tensor.of(DType.F64, 1.0))),
        "embedding: a table needs the axes [entries, width]: [1] (1 axes, 1 elements)");
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(LayerException.class).hasMessage(message);
  }
}
