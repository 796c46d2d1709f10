/**
 * Checks that gradients are right, by comparing them with differences of function values. It needs
 * no test framework.
 *
 * <p>Start reading at {@link io.github.wengert.ops.check.GradientCheck}. Each package depends only
 * on packages below it:
 *
 * <pre>
 *   check             GradientCheck: the entry, and one run of it
 *     culprit         which operation makes a gradient wrong
 *     pullback        is a pullback linear, and free of state?
 *     compare single  derivatives against differences; float32 against float64
 *     findings        from findings to a report
 *     exact           derivatives in 106 bits
 *     function        what is checked: a function at a point
 *     slope           slopes by differences, extrapolated to step 0
 *     report          what the user reads
 *     limit           time and evaluations
 *     settings text   how much is compared; numbers as text
 *
 *   contract          OpContract: the rules of operations; uses text only
 * </pre>
 *
 * <p>{@code check}, {@code settings}, {@code report} and {@code contract} are exported.
 */
@NullMarked
package io.github.wengert.ops.check;

import org.jspecify.annotations.NullMarked;
