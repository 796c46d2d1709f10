package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;

/** A rule that changes parameters by their gradients, one step at a time. */
public interface Optimizer {
  /** Returns the parameters that {@link #step} changes, each once. */
  ImmutableList<Parameter> parameters();

  /**
   * Changes each parameter by its gradient. What else the gradients hold is left alone.
   *
   * @throws GradientsException if a parameter is not among the leaves of {@code gradients}; then
   *     nothing has changed
   */
  void step(Gradients<Tensor> gradients);
}
