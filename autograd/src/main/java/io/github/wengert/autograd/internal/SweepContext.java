package io.github.wengert.autograd.internal;

/**
 * State that is scoped to one backward sweep, such as a supply of arrays for cotangents.
 *
 * <p>Operations in the sweep find it by {@link EngineAccess#sweepContext()}. The engine provides it
 * only if no other code can keep references to what the sweep computes, except for the gradients
 * themselves: no outer scope is recording, and all primitives on the tape are {@linkplain
 * io.github.wengert.autograd.Primitive#isSelfContained() self-contained}.
 */
public interface SweepContext {}
