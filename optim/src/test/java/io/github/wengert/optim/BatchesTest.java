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

  @Test
  void an_empty_batch_is_refused() {
    assertThatThrownBy(() -> new Batches(DATA, 0, Key.of(1)))
        .isInstanceOf(HyperparameterException.class)
        .hasMessage("batches: the batch size is out of range: (0 not in [1, ∞))");
  }
}
