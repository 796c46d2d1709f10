package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private static final int[] PARTS = {0, 1, 2, 3, 7, 100};
  private static final int REPEATS = 200;

  private final int before = Workers.threads();

  /** What a caller runs on. */
  enum Callers {
    PLATFORM {
      @Override
      Thread.Builder builder() {
        return Thread.ofPlatform();
      }
    },
    VIRTUAL {
      @Override
      Thread.Builder builder() {
        return Thread.ofVirtual();
      }
    };

    abstract Thread.Builder builder();
  }

  @AfterEach
  void restore() {
    Workers.threads(before);
  }

  private static void assertRunsEachOnce(int parts) {
    AtomicIntegerArray runs = new AtomicIntegerArray(parts);
    Workers.run(parts, runs::incrementAndGet);
    for (int p = 0; p < parts; p++) {
      assertThat(runs.get(p)).as("part %d of %d", p, parts).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void each_part_runs_exactly_once(int threads) {
    Workers.threads(threads);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (int parts : PARTS) {
        assertRunsEachOnce(parts);
      }
    }
  }

  @Test
  void what_the_parts_wrote_is_there_afterwards() {
    Workers.threads(2);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      int[] written = new int[16];
      Workers.run(written.length, p -> written[p] = p + 1);
      for (int p = 0; p < written.length; p++) {
        assertThat(written[p]).isEqualTo(p + 1);
      }
    }
  }

  /** Each part waits for the other, so one thread alone would never end. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void parts_run_at_the_same_time() {
    Workers.threads(2);
    CyclicBarrier both = new CyclicBarrier(2);
    Workers.run(2, p -> await(both));
    assertThat(both.isBroken()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void an_exception_of_any_part_is_thrown_to_the_caller_and_work_goes_on(int threads) {
    Workers.threads(threads);
    for (int failing = 0; failing < 5; failing++) {
      int chosen = failing;
      assertThatThrownBy(() ->
              Workers.run(
                  5,
                  p -> {
                    if (p == chosen) {
                      throw new IllegalStateException("part " + p);
                    }
                  }))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("part " + failing);
      assertRunsEachOnce(7);
    }
  }

  @Test
  void an_error_is_thrown_as_it_is() {
    Workers.threads(2);
    StackOverflowError error = new StackOverflowError();
    assertThatThrownBy(() ->
            Workers.run(
                2,
                p -> {
                  throw error;
                }))
        .isSameAs(error);
    assertRunsEachOnce(7);
  }

  @Test
  void a_part_may_be_cut_into_parts() {
    Workers.threads(2);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      AtomicIntegerArray runs = new AtomicIntegerArray(12);
      Workers.run(3, p -> Workers.run(4, q -> runs.incrementAndGet(p * 4 + q)));
      for (int i = 0; i < runs.length(); i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void many_callers_at_once_each_get_their_own_parts(Callers callers) throws Exception {
    Workers.threads(2);
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      int parts = caller + 2;
      FutureTask<Void> task =
          new FutureTask<>(() -> {
            for (int repeat = 0; repeat < REPEATS; repeat++) {
              assertRunsEachOnce(parts);
            }
            return null;
          });
      callers.builder().start(task);
      tasks.add(task);
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }

  @Test
  void small_jobs_are_not_cut() {
    Workers.threads(3);
    assertThat(Workers.partsFor(0)).isEqualTo(1);
    assertThat(Workers.partsFor(1000)).isEqualTo(1);
    assertThat(Workers.partsFor(Long.MAX_VALUE)).isEqualTo(3);
  }

  @Test
  void the_property_tells_the_number_and_all_cores_are_the_default() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(Workers.initialThreads(null)).isEqualTo(cores);
    assertThat(Workers.initialThreads("")).isEqualTo(cores);
    assertThat(Workers.initialThreads("1")).isEqualTo(1);
    assertThat(Workers.initialThreads("64")).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-2", "two", "1.5", " 2", "99999999999"})
  void a_property_that_is_no_positive_number_is_refused(String value) {
    assertThatThrownBy(() -> Workers.initialThreads(value))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "wengert.threads: the number of threads must be positive: (\"" + value + "\" < 1)");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
