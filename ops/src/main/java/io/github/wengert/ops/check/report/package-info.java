/**
 * The result of a gradient check: verdicts on derivatives, the culprit of a wrong gradient, and all
 * of it as text, as a web page and as JSON.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.report.GradientReport}.
 */
@NullMarked
package io.github.wengert.ops.check.report;

import org.jspecify.annotations.NullMarked;
