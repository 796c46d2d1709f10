package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What is compiled by use, and what is not. */
class WarmupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long WORTH_NANOS = 1_000_000;
  private static final int PICOS = 1000;

  /** How many elements take as long as vectors are worth. */
  private static final int WORTH = (int) (1000 * WORTH_NANOS / PICOS);

  private final Warmup warmup = new Warmup();

  /** A routine whose samples take a given time by vectors, and 50 µs by plain loops. */
  private class Timed extends Routine {
    private final int micros;
    private final AtomicInteger samples = new AtomicInteger();

    Timed(int micros) {
      super("timed", PICOS, WORTH_NANOS, warmup);
      this.micros = micros;
    }

    @Override
    Sample sample() {
      samples.incrementAndGet();
      return new Sample() {
        @Override
        public void runVector() {
          spin(micros);
        }

        @Override
        public void runPlain() {
          spin(50);
        }
      };
    }
  }

  private static void spin(int micros) {
    long end = System.nanoTime() + 1000L * micros;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void a_routine_is_tried_when_plain_loops_have_taken_what_vectors_are_worth()
      throws InterruptedException {
    Timed routine = new Timed(1);
    for (int call = 0; call < 9; call++) {
      assertThat(routine.isReady(WORTH / 10)).isFalse();
    }
    Thread.sleep(50);
    assertThat(routine.samples).hasValue(0);
    routine.isReady(WORTH / 5);
    await(() -> routine.isReady(0));
    assertThat(routine.samples).hasValue(1);
  }

  @Test
  void a_routine_that_nobody_uses_is_never_tried() throws InterruptedException {
    Timed used = new Timed(1);
    Timed unused = new Timed(1);
    used.isReady(WORTH);
    await(() -> used.isReady(0));
    assertThat(unused.samples).hasValue(0);
    assertThat(unused.isReady(0)).isFalse();
  }

  @Test
  void vectors_that_are_slower_are_not_taken_however_often_they_are_asked_for()
      throws InterruptedException {
    Timed slow = new Timed(90);
    Timed after = new Timed(1);
    slow.isReady(WORTH);
    after.isReady(WORTH);
    await(() -> after.isReady(0));
    for (int call = 0; call < 100; call++) {
      assertThat(slow.isReady(WORTH)).isFalse();
      Thread.sleep(2);
    }
    assertThat(slow.samples).hasValue(1);
  }

  @Test
  void a_routine_whose_trial_fails_is_given_up_and_others_go_on() throws InterruptedException {
    Routine broken =
        new Routine("broken", PICOS, WORTH_NANOS, warmup) {
          @Override
          Sample sample() {
            throw new IllegalStateException("no sample");
          }
        };
    Routine failing =
        new Timed(1) {
          @Override
          Sample sample() {
            return new Sample() {
              @Override
              public void runVector() {
                throw new NoClassDefFoundError("no vectors");
              }

              @Override
              public void runPlain() {}
            };
          }
        };
    Timed sound = new Timed(1);
    broken.isReady(2 * WORTH);
    failing.isReady(2 * WORTH);
    sound.isReady(WORTH);
    await(() -> sound.isReady(0));
    assertThat(broken.isReady(WORTH)).isFalse();
    assertThat(failing.isReady(WORTH)).isFalse();
  }

  @Test
  void vectors_that_failed_are_tried_again_when_plain_loops_have_taken_64_times_as_long()
      throws InterruptedException {
    AtomicInteger samples = new AtomicInteger();
    Routine failsOnce =
        new Timed(1) {
          @Override
          Sample sample() {
            if (samples.incrementAndGet() == 1) {
              throw new IllegalStateException("not yet");
            }
            return super.sample();
          }
        };
    failsOnce.isReady(WORTH);
    await(() -> warmup.states().containsValue(RoutineState.PLAIN));
    for (int call = 0; call < 63; call++) {
      failsOnce.isReady(WORTH);
    }
    Thread.sleep(50);
    assertThat(samples).hasValue(1);
    failsOnce.isReady(WORTH);
    await(() -> failsOnce.isReady(0));
    assertThat(samples).hasValue(2);
    assertThat(warmup.states()).isEqualTo(Map.of("timed", RoutineState.VECTORS));
  }

  @Test
  void what_was_asked_for_is_pending_until_its_trial_ends() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Routine waiting =
        new Timed(1) {
          @Override
          Sample sample() {
            try {
              end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return super.sample();
          }
        };
    assertThat(warmup.states()).isEmpty();
    waiting.isReady(WORTH);
    assertThat(warmup.states()).isEqualTo(Map.of("timed", RoutineState.PENDING));
    end.countDown();
    await(() -> warmup.states().containsValue(RoutineState.VECTORS));
  }

  @Test
  void what_takes_most_time_is_tried_first() throws InterruptedException {
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch allAsked = new CountDownLatch(1);
    class Ordered extends Timed {
      private final String name;

      Ordered(String name) {
        super(1);
        this.name = name;
      }

      @Override
      Sample sample() {
        order.add(name);
        begun.countDown();
        try {
          allAsked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return super.sample();
      }
    }

    Routine first = new Ordered("first");
    Routine little = new Ordered("little");
    Routine much = new Ordered("much");
    first.isReady(WORTH);
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    little.isReady(2 * WORTH);
    much.isReady(7 * WORTH);
    allAsked.countDown();
    await(() -> little.isReady(0) && much.isReady(0));
    assertThat(order).containsExactly("first", "much", "little");
  }

  @Test
  void samples_do_not_take_the_workers_from_the_program() throws InterruptedException {
    Thread[] seen = new Thread[8];
    Routine parallel =
        new Timed(1) {
          @Override
          Sample sample() {
            Workers.run(
                seen.length,
                part -> {
                  spin(5000); // long enough for a worker to come
                  seen[part] = Thread.currentThread();
                });
            return super.sample();
          }
        };
    parallel.isReady(WORTH);
    await(() -> parallel.isReady(0));
    assertThat(seen).containsOnly(seen[0]);
    assertThat(seen[0].getName()).isEqualTo("wengert-warmup");
    assertThat(Warmup.isCurrentThread()).isFalse();
  }

  @Test
  void loops_that_a_program_uses_are_compiled_and_others_are_not() throws InterruptedException {
    assumeTrue(ElementType.hasVectors(), "needs --add-modules jdk.incubator.vector");
    VectorKernelsF32 kernels = new VectorKernelsF32(warmup);
    float[] x = new float[10_000];
    float[] y = new float[10_000];
    await(() -> {
      kernels.exp(x, y, x.length);
      kernels.matmul(false, false, 40, 60, 70, x, 0, x, 0, y, 0);
      return kernels.routines().exp.isReady(0) && isProductReady(kernels, 40, 70);
    });
    assertThat(kernels.routines().tanh.isReady(0)).isFalse();
    assertThat(kernels.routines().sumOfRow.isReady(0)).isFalse();
    assertThat(isProductReady(kernels, 80, 134)).isTrue(); // it runs the same loops
    assertThat(isProductReady(kernels, 41, 70)).isFalse();
  }

  private static boolean isProductReady(VectorKernelsF32 kernels, int m, int n) {
    MatrixF32 a = MatrixF32.of(new float[0], 0, m, 60, false);
    MatrixF32 b = MatrixF32.of(new float[0], 0, 60, n, false);
    MatrixF32 c = MatrixF32.of(new float[0], 0, m, n, false);
    VectorMatmulF32 product = new VectorMatmulF32(m, 60, n, a, b, MatrixF32.ZERO, c);
    return kernels.routines().products.isReady(product, product.way());
  }
}
