/**
 * Derivatives of the checked function in about 106 bits.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.exact.ExactDerivatives}.
 */
@NullMarked
package io.github.wengert.ops.check.exact;

import org.jspecify.annotations.NullMarked;
