package io.github.wengert.examples.peers;

/**
 * A training step by one engine: forward, loss, backward, and {@code w ← w − η (∂L/∂w + λ w)} for
 * all parameters.
 */
interface TrainingStep extends AutoCloseable {
  double LEARNING_RATE = 0.01;

  double WEIGHT_DECAY = 1e-4;

  /** Does one step; the loss is computed, but stays where it is. */
  void run();

  /** Does one step, and returns the loss before it. */
  double runForLoss();

  @Override
  void close();
}
