package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wengert.ops.kernel.Trial.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The verdict on samples whose speed is known. */
class TrialTest {
  private static final int PLAIN_MICROS = 60;

  /** A sample whose time depends on how often it was run by vectors. */
  private static final class Timed implements Sample {
    private final IntUnaryOperator micros;
    private final int enough;
    private final @Nullable Sample next;
    private int runs;

    Timed(IntUnaryOperator micros, int enough, @Nullable Sample next) {
      this.micros = micros;
      this.enough = enough;
      this.next = next;
    }

    Timed(IntUnaryOperator micros) {
      this(micros, Integer.MAX_VALUE, null);
    }

    @Override
    public void runVector() {
      spin(micros.applyAsInt(runs++));
    }

    @Override
    public void runPlain() {
      spin(PLAIN_MICROS);
    }

    @Override
    public int enough() {
      return enough;
    }

    @Override
    public @Nullable Sample next() {
      return next;
    }
  }

  private static void spin(int micros) {
    long end = System.nanoTime() + 1000L * micros;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static Trial of(Sample sample) {
    return new Trial(
        new Routine("test", 1, 1, new Warmup()) {
          @Override
          Sample sample() {
            return sample;
          }
        });
  }

  /** Returns the verdicts until one is final. */
  private static List<Verdict> run(Trial trial) {
    List<Verdict> verdicts = new ArrayList<>();
    do {
      verdicts.add(trial.slice());
    } while (verdicts.getLast() == Verdict.PENDING);
    return verdicts;
  }

  @Test
  void vectors_that_are_faster_are_ready_at_once() {
    assertThat(run(of(new Timed(run -> 5)))).containsExactly(Verdict.READY);
  }

  @Test
  void vectors_that_get_faster_are_ready_when_they_are() {
    Timed sample = new Timed(run -> run < 100 ? 600 : 5);
    assertThat(run(of(sample))).endsWith(Verdict.READY).hasSizeGreaterThan(50);
    assertThat(sample.runs).isGreaterThan(100);
  }

  @Test
  void vectors_that_are_compiled_but_slower_are_given_up() {
    assertThat(run(of(new Timed(run -> PLAIN_MICROS + 40))))
        .endsWith(Verdict.GIVEN_UP)
        .hasSizeLessThan(100);
  }

  @Test
  void vectors_that_are_never_compiled_are_given_up_after_a_while() {
    Trial trial = of(new Timed(run -> 20_000));
    assertThat(run(trial)).endsWith(Verdict.GIVEN_UP);
    assertThat(trial.used()).isBetween(2_000_000_000L, 2_500_000_000L);
  }

  @Test
  void only_the_last_sample_decides() {
    Timed last = new Timed(run -> PLAIN_MICROS + 40);
    assertThat(run(of(new Timed(run -> 5, Integer.MAX_VALUE, last)))).endsWith(Verdict.GIVEN_UP);
    assertThat(last.runs).isPositive();
  }

  @Test
  void a_sample_that_had_enough_runs_makes_room_for_the_next_however_slow_it_is() {
    Timed last = new Timed(run -> 5);
    Timed first = new Timed(run -> 600, 7, last);
    assertThat(run(of(first))).endsWith(Verdict.READY);
    assertThat(first.runs).isEqualTo(7);
  }

  @Test
  void slices_of_vectors_that_cannot_get_faster_any_more_are_ever_rarer() {
    Trial trial = of(new Timed(run -> PLAIN_MICROS + 40));
    trial.slice();
    long early = trial.rest();
    for (int slice = 0; slice < 10; slice++) {
      trial.slice();
    }
    assertThat(trial.rest()).isGreaterThan(8 * early);
  }
}
