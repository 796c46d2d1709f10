package io.github.wengert.optim;

import io.github.wengert.ops.Key;
import io.github.wengert.ops.Training;
import java.util.Optional;
import java.util.function.Supplier;

/** The training scope in which an optimizer makes a step from a loss. */
final class StepScope {
  private StepScope() {}

  /**
   * Runs a step in a scope of the optimizer's next key. Where a scope is open already, that is the
   * user's word and counts; an optimizer without a key opens none.
   *
   * @param step computes the loss and its gradients, and changes the parameters: new state of
   *     layers is assigned after that, if it succeeds
   */
  static <R> R of(Optimizer optimizer, Supplier<R> step) {
    if (Training.isDecided()) {
      return step.get();
    }
    Optional<Key> key = Nulls.requireResult(optimizer.trainingKey(), "step", "trainingKey");
    return key.isPresent() ? Training.in(key.get(), step) : step.get();
  }
}
