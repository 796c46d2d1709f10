package io.github.wengert.ops.kernel;

/**
 * A trial of kernels that the compiler has not seen yet: runs them until they are compiled, then
 * compares their speed with that of kernels that are known to work.
 *
 * @param <A> the array type
 */
final class Warmup<A> {
  /** A product of a size at which all tiles of the blocked algorithm take part. */
  private static final int SIZE = 100;

  private static final int ROUNDS = 40;
  private static final int CALLS = 25;

  private final String type;
  private final Kernels<A> known;
  private final Kernels<A> candidate;

  Warmup(String type, Kernels<A> known, Kernels<A> candidate) {
    this.type = type;
    this.known = known;
    this.candidate = candidate;
  }

  /** Whether the candidate computes faster than the known kernels, once both are compiled. */
  boolean isCandidateFaster() {
    @SuppressWarnings("unchecked") // A is what type says
    A a = (A) (type.equals("F32") ? new float[SIZE * SIZE] : new double[SIZE * SIZE]);
    A b = known.copy(a);
    A c = known.copy(a);
    for (int round = 0; round < ROUNDS; round++) {
      long candidateTime = bestTime(candidate, a, b, c);
      if (round >= 4 && 2 * candidateTime < 2 * bestTime(known, a, b, c)) {
        return true;
      }
    }
    return false;
  }

  private static <A> long bestTime(Kernels<A> kernels, A a, A b, A c) {
    long best = Long.MAX_VALUE;
    for (int call = 0; call < CALLS; call++) {
      long start = System.nanoTime();
      kernels.matmul(false, true, SIZE, SIZE, SIZE, a, 0, b, 0, c, 0);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
