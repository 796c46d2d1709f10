package io.github.wengert.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelismTest {
  private final int before = Parallelism.threads();

  @AfterEach
  void restore() {
    Parallelism.threads(before);
  }

  @Test
  void the_number_is_the_one_that_was_set() {
    Parallelism.threads(3);
    assertThat(Parallelism.threads()).isEqualTo(3);
    Parallelism.threads(1);
    assertThat(Parallelism.threads()).isEqualTo(1);
  }

  @Test
  void all_cores_compute_if_nobody_says_otherwise() {
    assertThat(before).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void no_thread_at_all_is_refused_and_changes_nothing(int count) {
    assertThatThrownBy(() -> Parallelism.threads(count))
        .isExactlyInstanceOf(AttributeException.class)
        .hasMessage("threads: the number of threads must be positive: (" + count + " < 1)");
    assertThat(Parallelism.threads()).isEqualTo(before);
  }
}
