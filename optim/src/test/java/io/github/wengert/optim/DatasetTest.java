package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetTest {
  /** Sample i is the number i; 60 of class 0, 30 of class 1, 10 of class 2, mixed. */
  static Dataset numbered() {
    double[] inputs = new double[100];
    int[] labels = new int[100];
    for (int i = 0; i < 100; i++) {
      inputs[i] = i;
      labels[i] = i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2;
    }
    return new Dataset(Tensor.of(Shape.of(100, 1), inputs), Indices.of(labels), 3);
  }

  static List<Integer> numbers(Dataset data) {
    return Arrays.stream(data.inputs().toDoubleArray()).mapToObj(x -> (int) x).toList();
  }

  @Test
  void a_split_holds_the_same_share_of_each_class_out() {
    Dataset.Split split = numbered().stratifiedSplit(0.2, Key.of(1));
    assertThat(counts(split.test())).containsExactly(12, 6, 2);
    assertThat(counts(split.train())).containsExactly(48, 24, 8);
    List<Integer> all = new ArrayList<>(numbers(split.train()));
    all.addAll(numbers(split.test()));
    assertThat(all).doesNotHaveDuplicates().hasSize(100);
    assertThat(numbers(split.train())).isSorted();
  }

  private static int[] counts(Dataset data) {
    int[] counts = new int[data.classes()];
    for (int label : data.labels().toArray()) {
      counts[label]++;
    }
    return counts;
  }

  @Test
  void a_split_is_a_function_of_its_key() {
    Dataset data = numbered();
    List<Integer> held = numbers(data.stratifiedSplit(0.2, Key.of(1)).test());
    assertThat(numbers(data.stratifiedSplit(0.2, Key.of(1)).test())).isEqualTo(held);
    assertThat(numbers(data.stratifiedSplit(0.2, Key.of(2)).test())).isNotEqualTo(held);
  }

  @Test
  void samples_keep_their_labels() {
    Dataset data = numbered().select(9, 0, 7);
    assertThat(numbers(data)).containsExactly(9, 0, 7);
    assertThat(data.labels()).isEqualTo(Indices.of(2, 0, 1));
    assertThat(data.classes()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
  void a_share_out_of_range_is_refused(double share) {
    assertThatThrownBy(() -> numbered().stratifiedSplit(share, Key.of(1)))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "stratifiedSplit: the share held out is out of range: (%s not in (0, 1))"
                .formatted(share));
  }

  @Test
  void a_split_with_an_empty_part_is_refused() {
    assertThatThrownBy(() -> numbered().select(0, 6, 9).stratifiedSplit(0.2, Key.of(1)))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "stratifiedSplit: a part would be empty: a share of 0.2 of 3 samples (0 held out)");
  }

  @Test
  void what_does_not_fit_is_refused() {
    Tensor inputs = Tensor.zeros(DType.F32, Shape.of(2, 3));
    assertThatThrownBy(() -> new Dataset(inputs, Indices.of(0), 1))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "dataset: one label is needed for each sample: inputs [2, 3], labels [1] (2 ≠ 1)");
    assertThatThrownBy(() -> new Dataset(inputs, Indices.of(0, 3), 3))
        .isInstanceOf(DatasetException.class)
        .hasMessage("dataset: label 1 is out of range: (3 not in [0, 3))");
    Tensor none = Tensor.zeros(DType.F32, Shape.of(0, 3));
    assertThatThrownBy(() -> new Dataset(none, Indices.of(), 3))
        .isInstanceOf(DatasetException.class)
        .hasMessage("dataset: there must be a sample: inputs [0, 3] (0 samples < 1)");
  }
}
