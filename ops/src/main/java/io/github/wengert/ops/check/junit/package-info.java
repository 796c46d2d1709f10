/**
 * Gradient checks and contract checks in JUnit Jupiter tests.
 *
 * <p>Optional: JUnit is not needed by anything outside of this package, and whoever uses it brings
 * it along. Start reading at {@link io.github.wengert.ops.check.junit.OpContractTest} for an
 * operation, and at {@link io.github.wengert.ops.check.junit.GradientAssertions} for anything else.
 */
@NullMarked
package io.github.wengert.ops.check.junit;

import org.jspecify.annotations.NullMarked;
