package io.github.wengert.autograd;

import org.jspecify.annotations.Nullable;

/**
 * Something that a sweep carries with it, for the operations in it to find: such as where the
 * arrays of cotangents come from.
 *
 * <p>The engine lets it be found only if nothing that the sweep computes can be held by anybody but
 * the receiver of the gradients: no outer scope is recording, and all primitives on the tape are
 * {@linkplain Primitive#isSelfContained() self-contained}.
 */
public interface SweepContext {
  /**
   * Returns what the sweep carries that the calling thread is making, or null: if it makes none, if
   * that carries nothing, or if somebody else could hold on to what it computes.
   */
  static @Nullable SweepContext current() {
    return Tape.sweepContext();
  }
}
