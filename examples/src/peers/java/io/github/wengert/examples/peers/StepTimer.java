package io.github.wengert.examples.peers;

import java.util.Arrays;

/** Times something short: the median over samples, each the mean of enough runs for the clock. */
final class StepTimer {
  private static final double LEAST_SAMPLE = 20e-6;
  private static final int MOST_SAMPLES = 1 << 16;

  private final Runnable work;
  private int runsPerSample = 1;

  StepTimer(Runnable work) {
    this.work = work;
  }

  /**
   * What a round measured.
   *
   * @param seconds the median time of one run
   * @param runs how often the work was run
   */
  record Round(double seconds, long runs) {}

  /** Runs the work for so many seconds, and at least so many times. */
  Round round(double seconds, int leastRuns) {
    double[] samples = new double[MOST_SAMPLES];
    int taken = 0;
    long runs = 0;
    long start = System.nanoTime();
    long before = start;
    do {
      for (int i = 0; i < runsPerSample; i++) {
        work.run();
      }
      long now = System.nanoTime();
      samples[taken++ % MOST_SAMPLES] = (now - before) * 1e-9 / runsPerSample;
      runs += runsPerSample;
      before = now;
    } while ((before - start) * 1e-9 < seconds || runs < leastRuns);
    double median = median(Arrays.copyOf(samples, Math.min(taken, MOST_SAMPLES)));
    runsPerSample = Math.max(1, (int) Math.ceil(LEAST_SAMPLE / median));
    return new Round(median, runs);
  }

  /** The middle of the numbers, or the mean of the two in the middle; sorts them. */
  static double median(double[] x) {
    Arrays.sort(x);
    return (x[(x.length - 1) / 2] + x[x.length / 2]) / 2;
  }
}
