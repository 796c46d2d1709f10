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
import java.util.Random;
import java.util.stream.IntStream;
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
    return new Dataset(Tensor.of(DType.F64, Shape.of(100, 1), inputs), Indices.of(labels), 3);
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

  /** Samples whose only feature is their number. */
  private static Dataset ofClasses(int... sizes) {
    int[] labels =
        IntStream.range(0, sizes.length)
            .flatMap(c -> IntStream.range(0, sizes[c]).map(i -> c))
            .toArray();
    double[] inputs = IntStream.range(0, labels.length).asDoubleStream().toArray();
    return new Dataset(
        Tensor.of(DType.F64, Shape.of(labels.length, 1), inputs), Indices.of(labels), sizes.length);
  }

  private static int[] heldOut(double share, int... sizes) {
    return counts(ofClasses(sizes).stratifiedSplit(share, Key.of(1)).test());
  }

  @Test
  void a_split_of_small_classes_holds_out_the_share_of_the_whole() {
    int[] tenOfFour = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
    assertThat(heldOut(0.1, tenOfFour)).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    assertThat(heldOut(0.125, tenOfFour)).containsExactly(1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
    assertThat(heldOut(0.3, tenOfFour)).containsExactly(2, 2, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void the_largest_remainders_give_one_more() {
    // shares 0.7, 2.1, 1.2, 6.0: 10 in all
    assertThat(heldOut(0.3, 2, 7, 4, 20)).containsExactly(1, 2, 1, 6);
    // shares 0.3, 1.3, whose remainders are equal in decimals, though not in binary
    assertThat(heldOut(0.1, 3, 13)).containsExactly(1, 1);
    assertThat(heldOut(0.1, 13, 3)).containsExactly(2, 0);
    assertThat(heldOut(0.29, 100, 200)).containsExactly(29, 58);
    // 28.5 in all, which in binary is a little less
    assertThat(heldOut(0.285, 60, 40)).containsExactly(17, 12);
  }

  @Test
  void each_class_keeps_a_sample_to_learn_from() {
    assertThat(heldOut(0.5, 1, 1, 1, 1, 8)).containsExactly(0, 0, 0, 0, 6);
    assertThat(heldOut(0.9, 1, 1, 4)).containsExactly(0, 0, 3); // 5 were asked for
    assertThat(heldOut(0.9, 3, 0, 2)).containsExactly(2, 0, 1);
  }

  @Test
  void the_parts_of_any_split_are_as_large_as_asked_for() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int[] sizes = random.ints(1 + random.nextInt(8), 2, 30).toArray();
      int samples = Arrays.stream(sizes).sum();
      double share = 0.05 + 0.4 * random.nextDouble(); // there is always something left to give
      int[] held = heldOut(share, sizes);
      assertThat(Arrays.stream(held).sum())
          .as("seed %d", seed)
          .isEqualTo(Math.round(share * samples));
      for (int c = 0; c < sizes.length; c++) {
        assertThat(held[c] - share * sizes[c]).as("seed %d", seed).isBetween(-1.0, 1.0);
        assertThat(held[c]).as("seed %d", seed).isLessThan(sizes[c]);
      }
    }
  }

  @Test
  void classes_without_samples_cost_nothing() {
    Dataset data = new Dataset(numbered().inputs(), numbered().labels(), Integer.MAX_VALUE);
    assertThat(data.stratifiedSplit(0.2, Key.of(1)).test().size()).isEqualTo(20);
  }

  @Test
  void inputs_that_are_not_finite_are_named() {
    Tensor image = Tensor.zeros(DType.F32, Shape.of(3, 2, 2, 2));
    assertThat(new Dataset(image, Indices.of(0, 0, 0), 1).requireFinite().size()).isEqualTo(3);
    double[] inputs = new double[24];
    inputs[8 + 5] = Double.NEGATIVE_INFINITY;
    inputs[23] = Double.NaN;
    Dataset data = new Dataset(Tensor.of(DType.F64, image.shape(), inputs), Indices.of(0, 0, 0), 1);
    assertThatThrownBy(data::requireFinite)
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "dataset: an input is not finite: sample 1, feature [1, 0, 1] (-Infinity);"
                + " correct it, or leave the sample out");
    assertThatThrownBy(data.select(2)::requireFinite)
        .hasMessageContaining("sample 0, feature [1, 1, 1] (NaN)");
    Dataset numbers = new Dataset(Tensor.of(DType.F64, 1, Double.NaN), Indices.of(0, 0), 1);
    assertThatThrownBy(numbers::requireFinite).hasMessageContaining("not finite: sample 1 (NaN);");
  }

  @Test
  void a_split_with_an_empty_part_is_refused() {
    assertThatThrownBy(() -> ofClasses(1, 1).stratifiedSplit(0.9, Key.of(1)))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "stratifiedSplit: a part would be empty: a share of 0.9 of 2 samples (0 held out)");
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
