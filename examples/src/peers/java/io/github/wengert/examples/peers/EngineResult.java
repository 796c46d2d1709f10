package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What an engine's process said about a row. */
final class EngineResult {
  private static final double TOLERANCE = 1e-4;

  private final Engine engine;
  private final double loss;
  private final double decayedLoss;
  private final List<Double> rounds = new ArrayList<>();

  /**
   * Nothing is measured yet.
   *
   * @param loss after ten steps
   * @param decayedLoss after a few steps with a decay so strong that the loss shows it
   */
  EngineResult(Engine engine, double loss, double decayedLoss) {
    this.engine = engine;
    this.loss = loss;
    this.decayedLoss = decayedLoss;
  }

  Engine engine() {
    return engine;
  }

  void add(StepTimer.Round round) {
    rounds.add(round.seconds());
  }

  double median() {
    return StepTimer.median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double min() {
    return Collections.min(rounds);
  }

  double max() {
    return Collections.max(rounds);
  }

  /** Whether both did the same work, as far as the losses tell. */
  boolean agreesWith(EngineResult other) {
    return close(loss, other.loss) && close(decayedLoss, other.decayedLoss);
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
  }

  /** The losses, for messages. */
  @Override
  public String toString() {
    return "%s: loss %s, with strong decay %s".formatted(engine.title(), loss, decayedLoss);
  }
}
