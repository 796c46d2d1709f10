/**
 * What the optimizers need of this module and users do not: this package is exported to {@code
 * io.github.wengert.optim} alone.
 *
 * <p>{@link io.github.wengert.ops.internal.UpdateRules} changes parameters in place, and {@link
 * io.github.wengert.ops.internal.GradientBuffers} reuses the arrays of one step in the next. Both
 * are interfaces: their implementations are in {@code io.github.wengert.ops}, next to the arrays,
 * and {@link io.github.wengert.ops.internal.OpsAccess} hands them out.
 */
@NullMarked
package io.github.wengert.ops.internal;

import org.jspecify.annotations.NullMarked;
