package io.github.wengert.optim;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Gradients;
import io.github.wengert.autograd.Unused;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A rule that changes parameters by their gradients, one step at a time.
 *
 * <p>A step from a loss, {@code step(() -> loss)}, trains: it opens a {@link Training} scope with
 * the {@linkplain #trainingKey() key} of the optimizer, unless a scope is open already. A step from
 * gradients opens none: the code that computes them decides.
 */
public interface Optimizer {
  /** Returns the parameters that {@link #step} changes, each once. */
  List<Parameter> parameters();

  /**
   * Changes each parameter by its gradient. What else the gradients hold is left alone.
   *
   * @throws GradientsException if a parameter is not among the leaves of {@code gradients}; then
   *     nothing has changed
   */
  void step(Gradients<Tensor> gradients);

  /**
   * Differentiates a loss by the parameters and makes a step: the same as {@code
   * step(differentiate(parameters(), loss))}, but no caller sees the gradients, so an optimizer may
   * reuse their arrays in the next step.
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
   * Like {@link #step(Supplier)}, with a key for the random numbers of training, such as those of
   * dropout: the same as {@code Training.in(key, () -> step(loss))}.
   *
   * @param key another one for each step
   */
  default Tensor step(Key key, Supplier<Tensor> loss) {
    Nulls.require(key, "step", "key");
    Nulls.require(loss, "step", "loss");
    return Training.in(key, () -> step(loss));
  }

  /**
   * Returns the key with which the next step from a loss trains, if no {@link Training} scope is
   * open: it should be another one for each step, and the same after state was restored. Without
   * one, which is the default, a layer that needs to know whether it trains refuses.
   */
  default Optional<Key> trainingKey() {
    return Optional.empty();
  }

  /**
   * Returns how a step from a loss treats parameters that took no part in it, unless the call says
   * otherwise; by default, it throws.
   */
  default Unused unused() {
    return Unused.REJECT;
  }

  /**
   * Like {@link #step(Supplier)}, with a choice about parameters that took no part in the loss.
   * With {@link Unused#ZERO} their gradient is zero: decay and the memory of earlier gradients
   * still move them.
   */
  default Tensor step(Supplier<Tensor> loss, Unused unused) {
    Nulls.require(loss, "step", "loss");
    return stepWithAuxiliary(
            () -> new WithAuxiliary<>(Nulls.requireResult(loss.get(), "step", "loss"), this),
            unused)
        .result();
  }

  /**
   * Like {@link #step(Supplier)}, for a function that also returns another result, such as the
   * logits.
   */
  default <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(Supplier<WithAuxiliary<Tensor, A>> loss) {
    return stepWithAuxiliary(loss, unused());
  }

  /**
   * Like {@link #step(Supplier, Unused)}, for a function that also returns another result. All
   * steps from a loss end here: override this method in a custom optimizer.
   */
  default <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, Unused unused) {
    Nulls.require(loss, "step", "loss");
    Nulls.require(unused, "step", "unused");
    CommonSettings.requireParameters("step", parameters());
    return StepScope.of(
        this,
        () -> {
          WithAuxiliary<Gradients<Tensor>, A> result =
              Autograd.<Tensor, A>differentiateWithAuxiliary(parameters(), loss, unused);
          step(result.result());
          return new WithAuxiliary<>(result.result().value(), result.auxiliary());
        });
  }

  /**
   * Like {@link #stepWithAuxiliary(Supplier)}, for a loss that is a mean over samples whose weights
   * sum to {@code weight}. An optimizer that combines the gradients of several losses, such as
   * {@link Accumulation}, weighs them by it, and one that wraps another hands it on; any other
   * optimizer ignores it.
   *
   * @param weight in (0, ∞)
   */
  default <A> WithAuxiliary<Tensor, A> stepWithAuxiliary(
      Supplier<WithAuxiliary<Tensor, A>> loss, double weight) {
    return stepWithAuxiliary(loss);
  }

  /**
   * Makes the step that gradients wait for, if there are any, as at the end of an epoch: see {@link
   * Accumulation#finish()}. An optimizer that steps at once has nothing to finish.
   *
   * @return whether there was a step
   */
  default boolean finish() {
    return false;
  }
}
