/**
 * The same bits: training gives the same parameters whatever computes them.
 *
 * <p>{@code Recipe} is a training run as a function of a seed; {@code SameBitsTest} runs it in JVMs
 * that compute in different ways, {@code ConcurrentTrainingTest} in many threads at once. {@code
 * PinnedBitsTest} compares with what other machines computed.
 */
@NullMarked
package io.github.wengert.examples.bits;

import org.jspecify.annotations.NullMarked;
