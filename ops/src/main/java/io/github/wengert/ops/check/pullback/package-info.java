/**
 * Whether a pullback is linear in its cotangent, and keeps no state from call to call.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.pullback.PullbackChecks}.
 */
@NullMarked
package io.github.wengert.ops.check.pullback;

import org.jspecify.annotations.NullMarked;
