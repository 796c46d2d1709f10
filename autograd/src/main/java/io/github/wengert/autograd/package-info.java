/**
 * The engine: records primitives on a tape (the Wengert list) and sweeps it backwards.
 *
 * <pre>
 *   Autograd.differentiate(leaves, f)
 *        │ opens a scope                      ┌──────────── Tape ────────────┐
 *        ▼                                    │ 0  leaf w                    │
 *   f runs; every Autograd.apply(primitive,…) │ 1  leaf b                    │
 *   appends one node ───────────────────────▶ │ 2  mul(0, ·)                 │
 *        │                                    │ 3  add(2, 1)     ◀── output  │
 *        ▼                                    └──────────────────────────────┘
 *   Sweep: 3 → 2, cotangents flow to the leaves in the caller's context
 * </pre>
 *
 * <p>The package knows no arrays and no numbers: it is generic in a value type {@code V extends
 * Traceable<V>}, whose arithmetic is given by a {@link io.github.wengert.autograd.VectorSpace}.
 *
 * <p>Start reading at {@link io.github.wengert.autograd.Autograd} (the functions that users call),
 * then {@link io.github.wengert.autograd.Primitive} (the contract of operations), {@code Tape} (the
 * recording) and {@code Sweep} (its differentiation).
 */
@NullMarked
package io.github.wengert.autograd;

import org.jspecify.annotations.NullMarked;
