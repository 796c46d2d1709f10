package io.github.wengert.ops.internal;

import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Arrays for gradients and cotangents that are reused in the next step, so that an optimizer steps
 * without allocating an array of the size of each parameter.
 *
 * <p>What a sweep computes is needed until the parameters are updated, and never after that. {@link
 * #with} therefore lends the gradients to its caller and takes all arrays of the sweep back when
 * the caller returns. If other code could hold on to an array (because an outer scope is recording,
 * or a user-defined operation took part, whose pullbacks may keep references), the sweep allocates
 * new arrays instead.
 *
 * <p>The buffers keep as many arrays as one step needs. They serve one thread at a time; a second
 * thread that arrives meanwhile gets new arrays.
 */
public interface GradientBuffers {
  /** Creates empty buffers. */
  static GradientBuffers create() {
    return OpsAccess.ops().gradientBuffers(false);
  }

  /**
   * Creates empty buffers for consumers that pass each gradient to {@link UpdateRules#gradientStep}
   * and use it for nothing else. Large gradients of weights then need not be stored. The consumer
   * sees the same bits.
   */
  static GradientBuffers forPlainDescent() {
    return OpsAccess.ops().gradientBuffers(true);
  }

  /**
   * Differentiates a loss by parameters and lends the gradients to {@code consumer}, which must not
   * keep them.
   *
   * @return the value of the loss, and the auxiliary result
   */
  default <A> WithAuxiliary<Tensor, A> with(
      Iterable<Parameter> parameters,
      Supplier<WithAuxiliary<Tensor, A>> loss,
      Consumer<Gradients<Tensor>> consumer) {
    return with(parameters, loss, Unused.REJECT, consumer);
  }

  /** Like {@link #with(Iterable, Supplier, Consumer)}, with a choice about unused parameters. */
  <A> WithAuxiliary<Tensor, A> with(
      Iterable<Parameter> parameters,
      Supplier<WithAuxiliary<Tensor, A>> loss,
      Unused unused,
      Consumer<Gradients<Tensor>> consumer);
}
