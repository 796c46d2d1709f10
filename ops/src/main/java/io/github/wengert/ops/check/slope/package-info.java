/**
 * The slope of a function of one number, from values alone: an estimate, and how well it is known.
 *
 * <pre>
 *   Slice1d ──▶ SlopeEstimator.quickly                       a few small steps: most functions are smooth
 *           └─▶ SlopeEstimator.nearby, closely, farther      all small steps, larger ones, beyond the point
 *                  └─▶ Ladder of Rungs ──▶ SlopeEstimate     by Noise and Extrapolation: smooth, or a kink
 *   lines beside the point ──▶ Kinks                         several kinks at once
 * </pre>
 *
 * <p>All lengths are in the scale of the point and all thresholds are shares, so that scaling the
 * point or the function by a power of two scales the estimate to the bit. Start reading at {@link
 * io.github.wengert.ops.check.slope.SlopeEstimator}.
 */
@NullMarked
package io.github.wengert.ops.check.slope;

import org.jspecify.annotations.NullMarked;
