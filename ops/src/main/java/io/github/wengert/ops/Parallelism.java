package io.github.wengert.ops;

import io.github.wengert.ops.kernel.Workers;

/**
 * The number of threads that share the work of one operation. It changes the speed, and never a bit
 * of any result.
 *
 * <p>Only operations of some size are shared out; small ones are computed by the caller alone. Many
 * threads may compute at once: those that find the workers taken do their own work.
 *
 * <p>Two system properties are read when the first operation is computed:
 *
 * <pre>
 *   wengert.threads   the number of threads at first: 1, 2, ..; all cores if it is not set
 *   wengert.kernels   scalar: plain loops
 *                     vector: the Vector API, at once; it needs --add-modules jdk.incubator.vector
 *                     auto:   plain loops, until vectors are compiled and found to be faster; the
 *                             same if it is not set
 * </pre>
 */
public final class Parallelism {
  /** More than any machine has cores; each of them costs memory as soon as there is much to do. */
  private static final int MOST = 4_096;

  private Parallelism() {}

  /** Returns the number of threads that share an operation's work, the calling one included. */
  public static int threads() {
    return Workers.threads();
  }

  /**
   * Sets the number of threads for all operations that begin from now on, in all threads.
   *
   * @param count the calling thread included; 1 computes everything in the calling thread
   * @throws AttributeException if {@code count} is below 1 or above 4,096
   */
  public static void threads(int count) {
    if (count < 1) {
      throw new AttributeException(
          "threads: the number of threads must be positive: (%d < 1)".formatted(count));
    }
    if (count > MOST) {
      throw new AttributeException(
          "threads: there are no processors for so many threads: (%d > %d)".formatted(count, MOST));
    }
    Workers.threads(count);
  }
}
