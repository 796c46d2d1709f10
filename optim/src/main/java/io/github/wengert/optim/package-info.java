/**
 * Optimizers, data sets and the training loop.
 *
 * <pre>
 *   Dataset ── Batches ──▶ Batch ──▶ Model.apply, loss        recorded
 *                                        │ Autograd.differentiate
 *                                        ▼
 *                          Gradients ──▶ Optimizer.step       changes the parameters
 * </pre>
 *
 * <p>A network is known as an {@link io.github.wengert.ops.Model} only: a function with parameters,
 * which are told apart by identity.
 *
 * <p>Start reading at {@link io.github.wengert.optim.FirstOrderOptimizer}, which says what all
 * optimizers do, and {@link io.github.wengert.optim.Sgd}; then {@link
 * io.github.wengert.optim.Schedule} for learning rates that change, and {@link
 * io.github.wengert.optim.Trainer}, which does nothing that a loop of one's own could not.
 */
@NullMarked
package io.github.wengert.optim;

import org.jspecify.annotations.NullMarked;
