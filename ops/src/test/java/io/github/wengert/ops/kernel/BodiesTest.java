package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int WORTH = 1_000_000;

  private final Bodies bodies = new Bodies("test", 1000, WORTH, new Warmup());

  private static Sample sample(int vectorMicros, int plainMicros) {
    return new Sample() {
      @Override
      public void runVector() {
        spin(vectorMicros);
      }

      @Override
      public void runPlain() {
        spin(plainMicros);
      }
    };
  }

  private static void spin(int micros) {
    long end = System.nanoTime() + 1000L * micros;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private boolean becomesReady(long mask, Supplier<Sample> sample) throws InterruptedException {
    bodies.count(mask, WORTH, sample);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!bodies.areReady(mask) && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    return bodies.areReady(mask);
  }

  @Test
  void a_product_makes_its_loops_ready_for_others_that_run_no_other() throws InterruptedException {
    assertThat(bodies.areReady(0b0110)).isFalse();
    assertThat(becomesReady(0b0110, () -> sample(1, 50))).isTrue();
    assertThat(bodies.areReady(0b0010)).isTrue();
    assertThat(bodies.areReady(0b0111)).isFalse();
    assertThat(becomesReady(0b1001, () -> sample(1, 50))).isTrue();
    assertThat(bodies.areReady(0b1111)).isTrue();
  }

  @Test
  void few_terms_do_not_make_a_product_wanted() throws InterruptedException {
    bodies.count(
        0b1,
        WORTH / 2,
        () -> {
          throw new AssertionError("tried too early");
        });
    assertThat(becomesReady(0b10, () -> sample(1, 50))).isTrue();
    assertThat(bodies.areReady(0b1)).isFalse();
  }

  @Test
  void loops_that_are_slower_are_not_ready() throws InterruptedException {
    bodies.count(0b1, WORTH, () -> sample(50, 10));
    assertThat(becomesReady(0b10, () -> sample(1, 50))).isTrue();
    assertThat(bodies.areReady(0b1)).isFalse();
  }
}
