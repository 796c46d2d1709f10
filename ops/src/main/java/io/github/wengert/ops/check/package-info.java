/**
 * Checks that gradients are right, by comparing them with differences of function values.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.GradientCheck}. It needs no test
 * framework.
 */
@NullMarked
package io.github.wengert.ops.check;

import org.jspecify.annotations.NullMarked;
