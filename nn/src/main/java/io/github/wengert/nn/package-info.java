/**
 * Neurons, layers and networks that are built from the differentiable operations.
 *
 * <pre>
 *   Mlp.of(key, 64, 100, 10)         what a user writes
 *        │ builds
 *        ▼
 *   Sequential [Dense, Activation, Dense]
 *        │ each a Layer: apply(x), parameters()
 *        ▼
 *   Ops.linear, Ops.relu, ..         recorded on the tape if a scope is open
 * </pre>
 *
 * <p>A layer holds its {@link io.github.wengert.ops.Parameter}s and nothing else: it has no mode of
 * training, no gradients, and no global random numbers. What differs in training gets all that from
 * the scope: {@link io.github.wengert.ops.Training}. Data is batch-first, {@code [n, in]}.
 *
 * <p>Start reading at {@link io.github.wengert.nn.Layer} and {@link io.github.wengert.nn.Dense};
 * then {@link io.github.wengert.nn.Mlp}. {@link io.github.wengert.nn.Initializer}, {@link
 * io.github.wengert.nn.Loss} and {@link io.github.wengert.nn.Metric} are the other kinds of value
 * that are chosen for a network, and {@link io.github.wengert.nn.LayerCheck} tests a layer of one's
 * own.
 */
@NullMarked
package io.github.wengert.nn;

import org.jspecify.annotations.NullMarked;
