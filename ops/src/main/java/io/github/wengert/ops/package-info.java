/**
 * Tensors, and the differentiable operations on them.
 *
 * <pre>
 *   Ops, Losses, TensorMethods   what a user writes: thin, one line for each function
 *        │ Autograd.apply(op, operands)
 *        ▼
 *   BuiltinOp                    one record for each operation: shape, compute, vjp; its fused
 *        │                       pullback, if it has one, is nested in it
 *        │ compute(inputs, out)
 *        ▼
 *   kernel.Kernels               loops over float[] and double[]
 * </pre>
 *
 * <p>Start reading at {@link io.github.wengert.ops.Tensor} and {@link io.github.wengert.ops.Ops};
 * then at one operation, such as {@code MatMul}; {@code BuiltinOp} is the registry of all of them.
 */
@NullMarked
package io.github.wengert.ops;

import org.jspecify.annotations.NullMarked;
