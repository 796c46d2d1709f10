package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.function.ToDoubleFunction;

/**
 * Ends training when a metric of held-out data has stopped to get better, and keeps the parameters
 * of the best epoch.
 *
 * <p>It wants to stop when more than {@code patience} metrics in a row were not better than the
 * best one so far by more than {@code minDelta}. NaN is not better. The parameters stay as the last
 * step left them until {@link #restoreBest()} is called.
 *
 * <p>It has a state, so it serves one run of training, on one thread.
 */
public final class EarlyStopping implements EpochListener {
  private final ImmutableList<Parameter> parameters;
  private final int patience;
  private final Improvement improvement;
  private final ToDoubleFunction<Epoch> metric;
  private ImmutableList<Tensor> bestParameters = ImmutableList.of();
  private double best;
  private int observed;
  private int bestNumber;

  private EarlyStopping(
      ImmutableList<Parameter> parameters,
      int patience,
      Improvement improvement,
      ToDoubleFunction<Epoch> metric) {
    this.parameters = parameters;
    this.patience = patience;
    this.improvement = improvement;
    this.metric = metric;
    this.best = improvement.worst();
  }

  /**
   * Returns early stopping by the loss of the held-out samples.
   *
   * @param parameters what is kept of the best epoch
   * @param patience how many epochs in a row may be no better, in [0, ∞)
   * @param minDelta by how much a better metric must be better, in [0, ∞)
   * @throws HyperparameterException if a number is out of range
   */
  public static EarlyStopping of(Iterable<Parameter> parameters, int patience, double minDelta) {
    HyperparameterException.require(patience >= 0, "earlyStopping", "patience", patience, "[0, ∞)");
    HyperparameterException.require(
        minDelta >= 0 && Double.isFinite(minDelta),
        "earlyStopping",
        "least improvement",
        minDelta,
        "[0, ∞)");
    return new EarlyStopping(
        ImmutableList.copyOf(parameters),
        patience,
        new Improvement(Goal.MINIMIZE, minDelta, false),
        epoch -> epoch.test().loss());
  }

  /**
   * Returns early stopping with the same numbers that has seen nothing and goes by another metric,
   * such as {@code epoch -> epoch.test().accuracy()}.
   */
  public EarlyStopping by(Goal goal, ToDoubleFunction<Epoch> changed) {
    Improvement changedGoal = new Improvement(goal, improvement.threshold(), false);
    return new EarlyStopping(parameters, patience, changedGoal, changed);
  }

  @Override
  public void afterEpoch(Epoch epoch) {
    observe(metric.applyAsDouble(epoch));
  }

  /**
   * Takes note of a metric, in a training loop of one's own.
   *
   * @return whether it is the best one so far
   */
  public boolean observe(double value) {
    observed++;
    if (!improvement.isBetter(value, best)) {
      return false;
    }
    best = value;
    bestNumber = observed;
    bestParameters =
        parameters.stream().map(Parameter::snapshot).collect(ImmutableList.toImmutableList());
    return true;
  }

  /** Whether the best metric lies too far back. */
  @Override
  public boolean wantsToStop() {
    return observed - bestNumber > patience;
  }

  /** Returns the best metric so far; infinite, with the sign of the worst, before the first one. */
  public double best() {
    return best;
  }

  /** Returns which metric was the best one, counted from 1; 0 if there was none. */
  public int bestNumber() {
    return bestNumber;
  }

  /**
   * Sets the parameters to those of the best metric.
   *
   * @throws IllegalStateException if no metric was a number
   */
  public void restoreBest() {
    if (bestNumber == 0) {
      throw new IllegalStateException(
          "earlyStopping: there is no best epoch to restore: (0 of %d metrics were numbers)"
              .formatted(observed));
    }
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).assign(bestParameters.get(i));
    }
  }
}
