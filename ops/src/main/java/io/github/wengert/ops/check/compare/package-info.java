/**
 * The comparison of derivatives in double precision with differences of function values.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.compare.Comparison}.
 */
@NullMarked
package io.github.wengert.ops.check.compare;

import org.jspecify.annotations.NullMarked;
