package io.github.wengert.ops;

/**
 * A batch whose channels were normalised by their own statistics, and these statistics: what the
 * running ones are made of.
 *
 * @param values the batch
 * @param mean the mean of each channel, {@code [channels]}; a constant
 * @param variance the unbiased variance of each channel, {@code [channels]}; a constant
 */
public record BatchNormalized(Tensor values, Tensor mean, Tensor variance) {}
