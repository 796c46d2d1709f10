/**
 * Optimizers, data sets and the training loop.
 *
 * <pre>
 *   Dataset ── Batches ──▶ batch ──▶ Model.apply, loss        recorded, in a Training scope
 *                                        │ Autograd.differentiate
 *                                        ▼
 *                          Gradients ──▶ Optimizer.step       changes the parameters
 * </pre>
 *
 * <p>The module sees a network as an {@link io.github.wengert.ops.Model}: a function with
 * parameters, which are identified by reference.
 *
 * <p>Start reading at {@link io.github.wengert.optim.FirstOrderOptimizer}, which defines a step,
 * and {@link io.github.wengert.optim.Sgd}; then {@link io.github.wengert.optim.Schedule} and {@link
 * io.github.wengert.optim.Trainer}.
 *
 * <p>Values, such as {@link io.github.wengert.optim.Batches}, are changed by {@code with…} methods.
 * What has state, such as an optimizer, is built from an immutable configuration: {@code
 * Sgd.on(parameters).learningRate(0.1).build()}.
 */
@NullMarked
package io.github.wengert.optim;

import org.jspecify.annotations.NullMarked;
