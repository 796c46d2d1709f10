package io.github.wengert.optim;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import com.google.common.collect.Streams;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Tensor;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Ends training when a metric of held-out data stops improving, and keeps the parameters and
 * buffers of the best epoch: after {@link #restoreBest} the model evaluates exactly as it did then.
 *
 * <p>Buffers, such as the running statistics of batch normalisation, belong to a model. A {@link
 * Trainer} passes them on; in a loop of your own, pass the model: {@link #of(Model, int, double)}.
 *
 * <p>It stops training after more than {@code patience} metrics in a row that do not improve on the
 * best one by more than {@code minDelta}. NaN is no improvement. The parameters are those of the
 * last step until {@link #restoreBest()} is called.
 *
 * <p>It has state and serves one training run, on one thread.
 */
public final class EarlyStopping implements EpochListener {
  private final int patience;
  private final Improvement improvement;
  private final ToDoubleFunction<Epoch> metric;
  private ImmutableList<Parameter> kept;
  private ImmutableList<Tensor> bestContents = ImmutableList.of();
  private double best;
  private int observed;
  private int bestNumber;

  private EarlyStopping(
      ImmutableList<Parameter> kept,
      int patience,
      Improvement improvement,
      ToDoubleFunction<Epoch> metric) {
    this.kept = kept;
    this.patience = patience;
    this.improvement = improvement;
    this.metric = metric;
    this.best = improvement.worst();
  }

  /**
   * Returns early stopping by the loss of the held-out samples.
   *
   * @param model the model whose parameters and buffers of the best epoch are kept
   * @param patience how many epochs in a row may be no better, in [0, ∞)
   * @param minDelta by how much a better metric must be better, in [0, ∞)
   * @throws HyperparameterException if a number is out of range, or there is no parameter
   */
  public static EarlyStopping of(Model model, int patience, double minDelta) {
    Nulls.require(model, "earlyStopping", "model");
    return of(Iterables.concat(model.parameters(), model.buffers()), patience, minDelta);
  }

  /**
   * Returns early stopping by the loss of the held-out samples.
   *
   * @param parameters what is kept of the best epoch; a {@link Trainer} adds the buffers of the
   *     model that they belong to
   * @param patience how many epochs in a row may be no better, in [0, ∞)
   * @param minDelta by how much a better metric must be better, in [0, ∞)
   * @throws HyperparameterException if a number is out of range, or there is no parameter
   */
  public static EarlyStopping of(Iterable<Parameter> parameters, int patience, double minDelta) {
    ImmutableList<Parameter> distinct =
        withoutRepetitions(Nulls.requireAll(parameters, "earlyStopping", "parameters"));
    HyperparameterException.require(patience >= 0, "earlyStopping", "patience", patience, "[0, ∞)");
    HyperparameterException.require(
        minDelta >= 0 && Double.isFinite(minDelta),
        "earlyStopping",
        "least improvement",
        minDelta,
        "[0, ∞)");
    if (distinct.isEmpty()) {
      throw new HyperparameterException(
          "earlyStopping: there is nothing to keep of the best epoch: (0 parameters < 1)");
    }
    return new EarlyStopping(
        distinct,
        patience,
        new Improvement(MetricDirection.MINIMIZE, minDelta, false),
        epoch -> epoch.validation().loss());
  }

  /**
   * Returns early stopping with the same numbers that has seen nothing and goes by another metric,
   * such as {@code epoch -> epoch.validation().accuracy()}.
   */
  public EarlyStopping withMetric(MetricDirection direction, ToDoubleFunction<Epoch> changed) {
    Nulls.require(direction, "earlyStopping", "direction");
    Nulls.require(changed, "earlyStopping", "changed");
    Improvement changedDirection = new Improvement(direction, improvement.threshold(), false);
    return new EarlyStopping(kept, patience, changedDirection, changed);
  }

  /**
   * Adds the buffers of the model to what is kept.
   *
   * @throws HyperparameterException if nothing of the model is kept: {@link #restoreBest} would
   *     restore another one
   */
  @Override
  public void beforeTraining(Model model) {
    Nulls.require(model, "earlyStopping", "model");
    OtherModel.refuse(
        "earlyStopping", "nothing of the trained model is kept", model.parameters(), kept);
    kept = withoutRepetitions(Iterables.concat(kept, model.buffers()));
  }

  private static ImmutableList<Parameter> withoutRepetitions(Iterable<Parameter> parameters) {
    Set<Parameter> seen = Sets.newIdentityHashSet();
    return Streams.stream(parameters).filter(seen::add).collect(toImmutableList());
  }

  @Override
  public void afterEpoch(Epoch epoch) {
    Nulls.require(epoch, "earlyStopping", "epoch");
    observe(metric.applyAsDouble(epoch));
  }

  /**
   * Records a metric, in a training loop of your own.
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
    bestContents = kept.stream().map(Parameter::snapshot).collect(toImmutableList());
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
   * Sets the parameters and buffers to those of the best metric.
   *
   * @throws IllegalStateException if no metric was a number
   */
  public void restoreBest() {
    if (bestNumber == 0) {
      throw new IllegalStateException(
          "earlyStopping: there is no best epoch to restore: (0 of %d metrics were numbers)"
              .formatted(observed));
    }
    for (int i = 0; i < bestContents.size(); i++) {
      kept.get(i).assign(bestContents.get(i));
    }
  }

  /** Returns the configuration and the best metric so far. */
  @Override
  public String toString() {
    return Description.of("EarlyStopping")
        .value("patience", patience)
        .number("least improvement", improvement.threshold())
        .flag("maximized", improvement.direction() == MetricDirection.MAXIMIZE)
        .text(
            bestNumber > 0, "best %s, metric %d".formatted(Description.shortest(best), bestNumber))
        .toString();
  }
}
