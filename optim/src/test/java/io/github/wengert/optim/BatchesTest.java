package io.github.wengert.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wengert.ops.Key;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchesTest {
  private static final Dataset DATA = DatasetTest.numbered();

  private static List<Integer> order(Batches batches, int epoch) {
    List<Integer> order = new ArrayList<>();
    for (Dataset batch : batches.epoch(epoch)) {
      order.addAll(DatasetTest.numbers(batch));
    }
    return order;
  }

  @Test
  void each_sample_comes_once_in_an_epoch_and_the_rest_is_a_smaller_batch() {
    Batches batches = new Batches(DATA, 32, Key.of(1));
    List<Integer> sizes = new ArrayList<>();
    batches.epoch(1).forEach(batch -> sizes.add(batch.size()));
    assertThat(sizes).containsExactly(32, 32, 32, 4);
    assertThat(batches.count()).isEqualTo(4);
    assertThat(order(batches, 1)).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void an_epoch_has_an_order_of_its_own_that_can_be_repeated() {
    Batches batches = new Batches(DATA, 7, Key.of(1));
    assertThat(order(batches, 1)).isEqualTo(order(batches, 1)).isNotEqualTo(order(batches, 2));
    assertThat(order(new Batches(DATA, 7, Key.of(2)), 1)).isNotEqualTo(order(batches, 1));
    assertThat(order(new Batches(DATA, 50, Key.of(1)), 1)).isEqualTo(order(batches, 1));
  }

  @Test
  void a_batch_may_be_larger_than_the_data() {
    Batches batches = new Batches(DATA, Integer.MAX_VALUE, Key.of(1));
    assertThat(batches.count()).isEqualTo(1);
    assertThat(order(batches, 1)).hasSize(100);
  }

  private static List<Integer> sizes(Batches batches) {
    List<Integer> sizes = new ArrayList<>();
    batches.epoch(1).forEach(batch -> sizes.add(batch.size()));
    assertThat(batches.count()).isEqualTo(sizes.size());
    return sizes;
  }

  @Test
  void a_single_sample_at_the_end_goes_into_the_batch_before() {
    Batches batches = new Batches(DATA, 33, Key.of(1));
    assertThat(batches.last()).isEqualTo(LastBatch.MERGE_SINGLE);
    assertThat(sizes(batches)).containsExactly(33, 33, 34);
    assertThat(order(batches, 1)).hasSize(100).doesNotHaveDuplicates();
    assertThat(sizes(new Batches(DATA, 99, Key.of(1)))).containsExactly(100);
    assertThat(sizes(new Batches(DATA, 49, Key.of(1)))).containsExactly(49, 49, 2);
    assertThat(sizes(new Batches(DATA, 1, Key.of(1)))).hasSize(100).containsOnly(1);
    assertThat(sizes(new Batches(DATA.select(0), 8, Key.of(1)))).containsExactly(1);
  }

  @Test
  void the_samples_that_do_not_fill_a_batch_are_kept_merged_or_left_out() {
    Batches batches = new Batches(DATA, 33, Key.of(1));
    assertThat(sizes(batches.withLast(LastBatch.KEEP))).containsExactly(33, 33, 33, 1);
    assertThat(sizes(batches.withLast(LastBatch.MERGE))).containsExactly(33, 33, 34);
    assertThat(sizes(batches.withLast(LastBatch.DROP))).containsExactly(33, 33, 33);
    Batches more = new Batches(DATA, 30, Key.of(1));
    assertThat(sizes(more)).containsExactly(30, 30, 30, 10);
    assertThat(sizes(more.withLast(LastBatch.MERGE))).containsExactly(30, 30, 40);
    assertThat(sizes(more.withLast(LastBatch.DROP))).containsExactly(30, 30, 30);
    assertThat(sizes(new Batches(DATA, 101, Key.of(1), LastBatch.MERGE))).containsExactly(100);
    for (LastBatch last : LastBatch.values()) {
      assertThat(sizes(new Batches(DATA, 25, Key.of(1), last))).containsExactly(25, 25, 25, 25);
      assertThat(order(more.withLast(last), 3))
          .isEqualTo(order(more, 3).subList(0, order(more.withLast(last), 3).size()));
    }
  }

  @Test
  void leaving_out_the_only_batch_is_refused() {
    assertThatThrownBy(() -> new Batches(DATA, 101, Key.of(1), LastBatch.DROP))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage(
            "batches: without the last batch there is none: batch size 101, LastBatch.DROP"
                + " (100 samples < 101)");
  }

  @Test
  void an_empty_batch_is_refused() {
    assertThatThrownBy(() -> new Batches(DATA, 0, Key.of(1)))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("batches: the batch size is out of range: (0 not in [1, ∞))");
  }
}
