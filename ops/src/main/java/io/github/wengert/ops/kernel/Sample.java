package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work for the {@linkplain Trial trial} of a routine, small enough to be run in well
 * under a millisecond before the compiler has seen it, and like what the program computes: the
 * compiler leaves out branches that it has not seen taken, and falls back to slow code when one is
 * taken after all.
 */
interface Sample {
  /** Computes it by vectors. */
  void runVector();

  /** Computes the same by plain loops. */
  void runPlain();

  /**
   * Returns after how many runs the {@linkplain #next next} sample has its turn even if vectors are
   * not as fast as plain loops yet.
   */
  default int enough() {
    return Integer.MAX_VALUE;
  }

  /**
   * Returns a sample that is nearer to what the program computes, or null if this one decides
   * whether vectors compute from now on.
   */
  default @Nullable Sample next() {
    return null;
  }
}
