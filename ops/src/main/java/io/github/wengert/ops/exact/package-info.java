/**
 * What a user's function yields in about 106 bits, and its derivatives of any order, by rules that
 * share nothing with the tape and its pullbacks: no cotangents, no steps.
 *
 * <pre>
 *   a computation ──{@link io.github.wengert.ops.exact.Tracer}──▶ {@link io.github.wengert.ops.exact.Trace}: operations, constants, inputs
 *                                        │  x + t v, as jets
 *                                        ▼
 *   {@link io.github.wengert.ops.exact.ExactOp}: {@link io.github.wengert.ops.exact.Reference} of operands ──▶ {@link io.github.wengert.ops.exact.Reference} of the result
 *                                        │  which side of a kink: {@link io.github.wengert.ops.exact.Branches}
 *                                        ▼
 *   {@link io.github.wengert.ops.exact.ExactSlope}: value, derivative, error, and both sides of a kink
 * </pre>
 *
 * <p>What the numbers are made of:
 *
 * <pre>
 *   {@link io.github.wengert.ops.exact.Dd}           a number: two doubles and a power of two
 *   {@link io.github.wengert.ops.exact.Conditioned}  a number, and what rounding does to it
 *   {@link io.github.wengert.ops.exact.Jet}          a number that depends on a parameter t: its Taylor series
 *   {@link io.github.wengert.ops.exact.Reference}    an array of jets
 * </pre>
 *
 * <p>The rules of the operations stand beside the operations, in {@code References} and what it
 * chooses from; every operation of the registry has one, and the stress tests hold the operations
 * against them. The package is not exported.
 *
 * <p>Start with {@link io.github.wengert.ops.exact.Trace}, and for the numbers with {@link
 * io.github.wengert.ops.exact.Jet}.
 */
@NullMarked
package io.github.wengert.ops.exact;

import org.jspecify.annotations.NullMarked;
