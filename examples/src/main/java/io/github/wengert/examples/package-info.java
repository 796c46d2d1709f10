/**
 * The main job, the labs and the benchmarks against peers. Not published.
 *
 * <p>Start reading at {@code DigitsMain}, the main job: a network that learns to read digits.
 */
@NullMarked
package io.github.wengert.examples;

import org.jspecify.annotations.NullMarked;
