/**
 * Limits of time and of evaluations, and what happens when one is reached.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.limit.EvaluationBudget}.
 */
@NullMarked
package io.github.wengert.ops.check.limit;

import org.jspecify.annotations.NullMarked;
