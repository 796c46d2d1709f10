package io.github.wengert.optim;

import io.github.wengert.ops.Model;

/**
 * Observes epochs and may stop training.
 *
 * <pre>
 *   trainer.train(batches, 100, heldOut, epoch -&gt; plateau.observe(epoch.validation().loss()), stopping)
 * </pre>
 */
@FunctionalInterface
public interface EpochListener {
  /** Receives the model before its training begins. Does nothing by default. */
  default void beforeTraining(Model model) {
    Nulls.require(model, "epochListener", "model");
  }

  /** Receives the results of an epoch. */
  void afterEpoch(Epoch epoch);

  /** Returns whether training ends here; called after each epoch. False by default. */
  default boolean wantsToStop() {
    return false;
  }
}
