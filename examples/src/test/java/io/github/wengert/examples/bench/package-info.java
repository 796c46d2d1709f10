/**
 * What is measured of whole processes, and the program that runs every benchmark and writes one
 * table of them.
 *
 * <p>Start reading at {@code BenchMain}, which stands with the benchmarks.
 */
@NullMarked
package io.github.wengert.examples.bench;

import org.jspecify.annotations.NullMarked;
