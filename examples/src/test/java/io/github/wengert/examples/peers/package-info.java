/**
 * Training steps by Wengert and by other engines, side by side; see {@code docs/benchmarks.md}.
 *
 * <p>Three folders make up this package. What all share is compiled with the tests: {@code
 * TrainingRow}, the nets, and {@code AffineLayer}, what they consist of; {@code StepData}, their
 * first weights and samples; {@code WengertStep}, the step by us. {@code src/peers/java} has the
 * other engines, the profile {@code peers}; {@code src/jmh/java} the same steps under JMH, the
 * profile {@code jmh}.
 */
@NullMarked
package io.github.wengert.examples.peers;

import org.jspecify.annotations.NullMarked;
