/**
 * Gradient checks and contract checks in JUnit Jupiter tests.
 *
 * <p>Start reading at {@link io.github.wengert.testkit.OpContractTest} for an operation, and at
 * {@link io.github.wengert.testkit.GradientAssertions} for anything else.
 */
@NullMarked
package io.github.wengert.testkit;

import org.jspecify.annotations.NullMarked;
