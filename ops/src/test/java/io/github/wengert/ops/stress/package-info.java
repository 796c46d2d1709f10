/**
 * Arithmetic in about 106 bits for the references of the operations.
 *
 * <pre>
 *   {@link io.github.wengert.ops.stress.Dd}           a number: two doubles and a power of two
 *   {@link io.github.wengert.ops.stress.Conditioned}  a number, and what rounding does to it
 *   {@link io.github.wengert.ops.stress.Jet}          a number that depends on a parameter: its Taylor series
 * </pre>
 *
 * <p>Start with {@link io.github.wengert.ops.stress.Jet}.
 */
@NullMarked
package io.github.wengert.ops.stress;

import org.jspecify.annotations.NullMarked;
