package io.github.wengert.ops.kernel;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * A trial of kernels that the compiler has not seen yet: runs them until they are compiled, then
 * compares their speed with that of kernels that are known to work.
 *
 * <p>The compiler leaves out branches that it has never seen taken, and falls back to slow code
 * when one is taken after all. So products of all kinds are run in turn: few rows and many, few
 * columns and many, ragged edges, several blocks, either operand transposed.
 *
 * @param <A> the array type
 */
final class Warmup<A> {
  /** Rows, inner length and columns; the last is the one that is timed. */
  private static final int[][] PRODUCTS = {
    {1, 33, 100},
    {3, 20, 40},
    {20, 40, 2},
    {18, 100, 7},
    {13, 40, 13},
    {29, 1, 151},
    {64, 24, 10},
    {9, 31, 100},
    {60, 25, 100},
    {21, 400, 37},
    {96, 96, 100}
  };

  /**
   * Products whose loops tiles do not share, such of different lengths together; the last of each
   * kind is the one that is timed.
   */
  private static final int[][][] OTHER_KINDS = {
    {{17, 1, 20}, {60, 1, 2}, {29, 1, 151}},
    {{1, 30, 9}, {1, 12, 40}, {1, 33, 40}},
    {{60, 56, 4}},
    {{120, 40, 2}},
    {{240, 40, 1}},
    {{40, 8, 9}, {40, 2, 9}, {64, 5, 14}},
    {{40, 8, 40}, {40, 2, 40}, {64, 5, 40}},
    {{8, 8, 280}, {8, 2, 280}, {16, 5, 280}}
  };

  private static final int LARGEST = 64 * 1024;
  private static final Step STEP = new Step(0.01, 1, 0, 0);
  private static final int[] LABELS = new int[40];

  /** The flag of a second factor that is stored transposed, as the weights of a layer are. */
  private static final int TRANSPOSED_B = 2;

  private static final int ROUNDS = 30;
  private static final int CALLS = 40;
  private static final long REST_NANOS = 1_000_000;

  private final Kernels<A> known;
  private final Kernels<A> candidate;
  private final A a;
  private final A b;
  private final A c;

  /**
   * Prepares a trial.
   *
   * @param allocate makes an array of zeros
   */
  Warmup(Kernels<A> known, Kernels<A> candidate, IntFunction<A> allocate) {
    this.known = known;
    this.candidate = candidate;
    this.a = allocate.apply(LARGEST);
    this.b = allocate.apply(LARGEST);
    this.c = allocate.apply(LARGEST);
    known.fill(a, 0.75);
    known.fill(b, -0.5);
  }

  /** Whether the candidate computes faster than the known kernels, once both are compiled. */
  boolean isCandidateFaster() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int call = 0; call < CALLS; call++) {
        multiplyInAllWays(candidate, PRODUCTS);
        computeOneSample(candidate);
        loopOverElements(candidate);
        loopOverRows(candidate, 40, 10);
        loopOverRows(candidate, 4, 100);
        rest();
      }
      if (round >= 2 && isFaster(candidate, PRODUCTS)) {
        return true;
      }
    }
    return false;
  }

  /** Runs products of the other kinds until they are faster, too, or have had their chance. */
  void compileOtherKinds(Kernels<A> kernels) {
    for (int call = 0; call < CALLS; call++) {
      kernels.gradientStepAlongProduct(64, 16, 1024, a, b, c, STEP);
    }
    for (int[][] products : OTHER_KINDS) {
      for (int round = 0; round < ROUNDS && !isFaster(kernels, products); round++) {
        for (int call = 0; call < CALLS; call++) {
          multiplyInAllWays(kernels, products);
          computeOneSample(kernels);
          rest();
        }
      }
    }
  }

  /**
   * Lets the compiler catch up. It shares processors with this trial, whose calls are of no use
   * before they are compiled, and leave much garbage behind.
   */
  private static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  private void computeOneSample(Kernels<A> kernels) {
    kernels.linear(1, 3, 20, a, b, b, c);
    kernels.linear(1, 36, 20, a, b, b, c);
  }

  private void loopOverElements(Kernels<A> kernels) {
    int n = 203;
    kernels.exp(a, c, n);
    kernels.log(a, c, n);
    kernels.tanh(a, c, n);
    kernels.sigmoid(a, c, n);
    kernels.softplus(a, c, n);
    kernels.silu(a, c, n);
    kernels.siluVjp(a, b, c, n);
    kernels.select(a, b, b, c, n);
    kernels.relu(a, c, n);
    kernels.reluVjp(a, b, c, n);
    kernels.addRow(a, 1, c, 2, n);
    kernels.gradientStep(c, a, n, STEP);
  }

  private void loopOverRows(Kernels<A> kernels, int rows, int length) {
    kernels.sum(a, rows, length, 1, c);
    kernels.sum(a, 1, rows, length, c);
    kernels.max(a, rows, length, 1, c);
    kernels.min(a, rows, length, 1, c);
    kernels.logSumExp(a, rows, length, 1, c);
    kernels.softmax(a, rows, length, 1, c);
    kernels.logSoftmax(a, rows, length, 1, c);
    kernels.normalize(a, 1, rows, length, 1, c);
    kernels.normalizeVjp(a, b, 1, rows, length, 1, c);
    kernels.scaleShift(a, b, b, 1, rows, length, c);
    kernels.labelCrossEntropy(a, LABELS, b, rows, length, c);
    kernels.labelCrossEntropyVjp(a, LABELS, b, 0.5, rows, length, c);
  }

  private void multiplyInAllWays(Kernels<A> kernels, int[][] products) {
    for (int[] size : products) {
      for (int flags = 0; flags < 4; flags++) {
        multiply(kernels, flags, size);
      }
    }
  }

  private void multiply(Kernels<A> kernels, int flags, int[] size) {
    boolean transposeA = (flags & 1) != 0;
    boolean transposeB = (flags & TRANSPOSED_B) != 0;
    kernels.matmul(transposeA, transposeB, size[0], size[1], size[2], a, 0, b, 0, c, 0);
  }

  private boolean isFaster(Kernels<A> kernels, int[][] products) {
    int[] last = products[products.length - 1];
    return bestTime(kernels, last) < bestTime(known, last);
  }

  private long bestTime(Kernels<A> kernels, int[] product) {
    long best = Long.MAX_VALUE;
    for (int call = 0; call < CALLS; call++) {
      long start = System.nanoTime();
      multiply(kernels, TRANSPOSED_B, product);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
