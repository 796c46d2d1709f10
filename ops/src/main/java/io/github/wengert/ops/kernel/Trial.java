package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Runs samples of one routine by vectors until the compiler has seen to them, and tells when they
 * are faster than plain loops, or are not going to be. It goes on slice by slice, between which
 * others may compute.
 */
final class Trial {
  /** What has become of a routine. */
  enum Verdict {
    PENDING,
    READY,
    GIVEN_UP
  }

  /** How long a slice takes, if a single run takes no longer, and how many runs it has at most. */
  private static final long SLICE_NANOS = 500_000;

  private static final int MOST_RUNS = 100;

  /** How long a routine may be tried. */
  private static final long LIMIT_NANOS = 2_000_000_000;

  /** After so much of a sample, the compiler has what it needs, and more runs only disturb it. */
  private static final long ENOUGH_NANOS = 60_000_000;

  private static final int ENOUGH_RUNS = 3000;

  /** The compiler, which shares processors with this, needs time between slices. */
  private static final long SHORT_REST_NANOS = 1_000_000;

  private static final long REST_NANOS = 4_000_000;
  private static final int MOST_DOUBLINGS = 6;

  /** Loops that are not compiled are slower by more than this factor. */
  private static final int COMPILED = 3;

  /** So many comparisons of compiled loops may be lost. */
  private static final int CHANCES = 30;

  private static final int RUNS = 5;

  private final Routine routine;
  private Sample sample;
  private @Nullable Sample next;
  private long used;
  private long usedBySample;
  private int runs;
  private int lost;

  Trial(Routine routine) {
    this.routine = routine;
    this.sample = routine.sample();
    this.next = sample.next();
  }

  Routine routine() {
    return routine;
  }

  /** Returns how long this has computed. */
  long used() {
    return used;
  }

  /** Returns how long to wait before the next slice. */
  long rest() {
    if (lost > 0) { // nothing is left to do but to wait whether the compiler does more
      return REST_NANOS << Math.min(lost, MOST_DOUBLINGS);
    }
    return usedBySample < ENOUGH_NANOS && runs < ENOUGH_RUNS ? SHORT_REST_NANOS : REST_NANOS;
  }

  /** Computes for a while. */
  Verdict slice() {
    long start = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    long now = start;
    int before = runs;
    do {
      long began = now;
      sample.runVector();
      runs++;
      now = System.nanoTime();
      fastest = Math.min(fastest, now - began);
    } while (now - start < SLICE_NANOS && runs - before < MOST_RUNS);
    // What others computed on this processor in between does not count.
    long spent = fastest * (runs - before);
    used += spent;
    usedBySample += spent;
    Verdict verdict = judge(fastest);
    return verdict == Verdict.PENDING && used >= LIMIT_NANOS ? Verdict.GIVEN_UP : verdict;
  }

  private Verdict judge(long vector) {
    if (next != null && runs >= sample.enough()) {
      return goOn(next);
    }
    long plain = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long before = System.nanoTime();
      sample.runPlain();
      plain = Math.min(plain, System.nanoTime() - before);
    }
    if (vector > COMPILED * plain) {
      return Verdict.PENDING;
    }
    if (next != null) {
      return goOn(next);
    }
    if (vector < plain) {
      return Verdict.READY;
    }
    lost++;
    return lost < CHANCES ? Verdict.PENDING : Verdict.GIVEN_UP;
  }

  private Verdict goOn(Sample larger) {
    sample = larger;
    next = larger.next();
    lost = 0;
    runs = 0;
    usedBySample = 0;
    return Verdict.PENDING;
  }
}
