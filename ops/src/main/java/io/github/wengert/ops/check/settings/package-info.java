/**
 * The settings of a gradient check.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.settings.GradientSettings}.
 */
@NullMarked
package io.github.wengert.ops.check.settings;

import org.jspecify.annotations.NullMarked;
