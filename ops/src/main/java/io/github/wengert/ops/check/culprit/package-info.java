/**
 * The search for the operation that makes a gradient wrong.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.culprit.CulpritSearch}.
 */
@NullMarked
package io.github.wengert.ops.check.culprit;

import org.jspecify.annotations.NullMarked;
