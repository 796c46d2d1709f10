/**
 * The comparison of derivatives in single precision with those in double precision.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.single.SinglePrecisionComparison}.
 */
@NullMarked
package io.github.wengert.ops.check.single;

import org.jspecify.annotations.NullMarked;
