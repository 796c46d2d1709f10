package io.github.wengert.autograd;

import java.util.function.Supplier;

/**
 * Something that holds while a tape is swept, such as where the arrays of cotangents come from.
 *
 * <p>The engine enters the scope only if nothing that the sweep computes can be held by anybody but
 * the receiver of the gradients: no outer scope is recording, and all primitives on the tape are
 * {@linkplain Primitive#isSelfContained() self-contained}. Otherwise it sweeps outside.
 */
@FunctionalInterface
public interface SweepScope {
  /** Runs the sweep in this scope and returns its result. */
  <R> R run(Supplier<R> sweep);
}
