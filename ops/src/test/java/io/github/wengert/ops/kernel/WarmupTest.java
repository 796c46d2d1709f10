package io.github.wengert.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The trial's verdict on kernels whose speed is known. */
class WarmupTest {
  private static final long SLOW = 10_000;

  /** Products that take a given time, from the first call or until so many were computed. */
  private static final class Timed extends ScalarKernelsF64 {
    private final long nanos;
    private final int slowCalls;
    private int calls;

    Timed(long nanos, int slowCalls) {
      this.nanos = nanos;
      this.slowCalls = slowCalls;
    }

    @Override
    public void matmul(
        boolean transposeA,
        boolean transposeB,
        int m,
        int k,
        int n,
        double[] a,
        int aAt,
        double[] b,
        int bAt,
        double[] c,
        int cAt) {
      if (calls++ < slowCalls) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private static Timed slow() {
    return new Timed(SLOW, Integer.MAX_VALUE);
  }

  private static Timed fast() {
    return new Timed(0, 0);
  }

  private static boolean isFaster(Kernels<double[]> candidate, Kernels<double[]> known) {
    return new Warmup<>(known, candidate, double[]::new).isCandidateFaster();
  }

  @Test
  void a_candidate_that_stays_slower_is_refused() {
    assertThat(isFaster(slow(), fast())).isFalse();
  }

  @Test
  void a_faster_candidate_is_taken() {
    assertThat(isFaster(fast(), slow())).isTrue();
  }

  @Test
  void a_candidate_that_gets_faster_during_the_trial_is_taken() {
    assertThat(isFaster(new Timed(4 * SLOW, 10_000), slow())).isTrue();
  }
}
