/**
 * The function whose gradient is checked: at a point, close to it, and along directions.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.function.CheckedFunction}.
 */
@NullMarked
package io.github.wengert.ops.check.function;

import org.jspecify.annotations.NullMarked;
