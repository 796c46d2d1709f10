/**
 * The arithmetic on arrays: loops, and nothing that knows of tensors, shapes or derivatives.
 *
 * <p>{@link io.github.wengert.ops.kernel.Kernels} is the contract, with one implementation for each
 * element type and one source for both: a class named {@code …F64} is edited, and the build writes
 * its twin {@code …F32} from it, line by line, where {@code double} is {@code float}. A {@code
 * double} behind the comment {@code wide} stays.
 *
 * <p>Every result is a fixed function of its arguments, to the bit: an element of a matrix product
 * is one chain of fused multiply-adds along the inner axis, and a sum, or a product with a thin
 * side, runs over a fixed number of lanes that are added in a fixed order.
 */
@NullMarked
package io.github.wengert.ops.kernel;

import org.jspecify.annotations.NullMarked;
