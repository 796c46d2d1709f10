package io.github.wengert.optim;

import io.github.wengert.ops.Model;

/**
 * Observes epochs, and may end the training.
 *
 * <pre>
 *   trainer.train(batches, 100, heldOut, epoch -&gt; plateau.observe(epoch.validation().loss()), stopping)
 * </pre>
 */
@FunctionalInterface
public interface EpochListener {
  /** Takes note of the model that is going to be trained. Does nothing, by default. */
  default void beforeTraining(Model model) {
    Nulls.require(model, "epochListener", "model");
  }

  /** Takes note of an epoch. */
  void afterEpoch(Epoch epoch);

  /** Whether training shall end here; it is asked after each epoch. Never, by default. */
  default boolean wantsToStop() {
    return false;
  }
}
