package io.github.wengert.optim;

/**
 * Somebody who is told after each epoch, and may end the training.
 *
 * <pre>
 *   trainer.train(batches, 100, heldOut, epoch -&gt; plateau.observe(epoch.test().loss()), stopping)
 * </pre>
 */
@FunctionalInterface
public interface EpochListener {
  /** Takes note of an epoch. */
  void afterEpoch(Epoch epoch);

  /** Whether training shall end here; it is asked after each epoch. Never, by default. */
  default boolean wantsToStop() {
    return false;
  }
}
