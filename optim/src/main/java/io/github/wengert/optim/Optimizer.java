package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.function.Supplier;

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

  /**
   * Differentiates a loss by the parameters and makes a step: the same as {@code
   * step(differentiate(parameters(), loss))}, but the gradients are nobody's to keep, so an
   * optimizer may use their arrays again in the next step.
   *
   * @param loss computes a scalar from the parameters
   * @return the value of the loss, before the step
   */
  default Tensor step(Supplier<Tensor> loss) {
    Nulls.require(loss, "step", "loss");
    return stepWithAuxiliary(
            () -> new WithAuxiliary<>(Nulls.requireResult(loss.get(), "step", "loss"), this))
        .result();
  }

  /**
   * Like {@link #step(Supplier)}, for a function that also hands back something else that it
   * computed, such as the logits.
   */
  default <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(Supplier<WithAuxiliary<Tensor, A>> loss) {
    Nulls.require(loss, "step", "loss");
    WithAuxiliary<Gradients<Tensor>, A> result =
        Autograd.<Tensor, A>differentiateWithAuxiliary(parameters(), loss);
    step(result.result());
    return new WithAuxiliary<>(result.result().value(), result.auxiliary());
  }

  /**
   * Makes the step that gradients wait for, if there are any, as at the end of an epoch: see {@link
   * Accumulation}. An optimizer that steps at once has nothing to finish.
   *
   * @return whether there was a step
   */
  default boolean finish() {
    return false;
  }
}
