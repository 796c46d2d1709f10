/**
 * From single findings to a report: counts, common patterns of wrong derivatives, and reasons why
 * some are undecided.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.findings.ReportBuilder}.
 */
@NullMarked
package io.github.wengert.ops.check.findings;

import org.jspecify.annotations.NullMarked;
