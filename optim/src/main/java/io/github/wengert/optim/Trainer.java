package io.github.wengert.optim;

import com.google.common.collect.ImmutableList;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The training loop of a classifier: for each epoch, for each mini-batch, a step of the optimizer.
 *
 * <p>Each step is a {@link Training} scope of its own, and so is each time that the optimizer
 * computes the loss in it: all of them meet the same random numbers, and running statistics change
 * once, if the step succeeds.
 *
 * @param model gives scores of shape {@code [n, classes]}
 * @param optimizer changes the model's parameters
 * @param loss the loss of scores and labels, a scalar that is a mean over samples, such as {@code
 *     Losses::crossEntropy}
 * @param key what the random numbers of dropout and the like are a function of, together with the
 *     epoch and the step
 */
public record Trainer(
    Model model, Optimizer optimizer, BiFunction<Tensor, Indices, Tensor> loss, Key key) {
  /** Makes a training loop with the key of seed 0. */
  public Trainer(Model model, Optimizer optimizer, BiFunction<Tensor, Indices, Tensor> loss) {
    this(model, optimizer, loss, Key.of(0));
  }

  /**
   * Goes through the batches several times.
   *
   * @param epochs how often, at least 1
   * @param listener is told after each step
   * @throws HyperparameterException if {@code epochs} is below 1
   * @throws DivergedException if the loss of a batch is infinite or NaN
   */
  public void train(Batches batches, int epochs, Consumer<Progress> listener) {
    HyperparameterException.require(epochs >= 1, "train", "number of epochs", epochs, "[1, ∞)");
    for (int epoch = 1; epoch <= epochs; epoch++) {
      trainEpoch(batches, epoch, epochs, listener);
    }
  }

  /**
   * Goes through the batches until a listener wants to stop, and evaluates held-out samples after
   * each time.
   *
   * @param epochs how often at most, at least 1
   * @param heldOut the samples to evaluate, in batches of the same size
   * @param listeners are told after each epoch, in this order
   * @return what the listeners were told
   * @throws HyperparameterException if {@code epochs} is below 1
   * @throws DivergedException if the loss of a batch is infinite or NaN
   */
  public ImmutableList<Epoch> train(
      Batches batches, int epochs, Dataset heldOut, EpochListener... listeners) {
    return train(batches, epochs, progress -> {}, heldOut, listeners);
  }

  /**
   * Like {@link #train(Batches, int, Dataset, EpochListener...)}, with somebody who is told after
   * each step, too.
   */
  public ImmutableList<Epoch> train(
      Batches batches,
      int epochs,
      Consumer<Progress> listener,
      Dataset heldOut,
      EpochListener... listeners) {
    HyperparameterException.require(epochs >= 1, "train", "number of epochs", epochs, "[1, ∞)");
    List<Epoch> told = new ArrayList<>();
    boolean stop = false;
    for (int number = 1; number <= epochs && !stop; number++) {
      Evaluation train = trainEpoch(batches, number, epochs, listener);
      Epoch epoch = new Epoch(number, epochs, train, evaluate(heldOut, batches.size()));
      told.add(epoch);
      for (EpochListener each : listeners) {
        each.afterEpoch(epoch);
        stop |= each.wantsToStop();
      }
    }
    return ImmutableList.copyOf(told);
  }

  /**
   * Evaluates the model on some data, without changing anything.
   *
   * @param batchSize how many samples are computed at once, at least 1
   * @throws HyperparameterException if {@code batchSize} is below 1
   */
  public Evaluation evaluate(Dataset data, int batchSize) {
    return Evaluation.of(this, data, batchSize);
  }

  private Evaluation trainEpoch(
      Batches batches, int epoch, int epochs, Consumer<Progress> listener) {
    int step = 0;
    long seen = 0;
    long correct = 0;
    double lossSum = 0;
    for (Dataset batch : batches.epoch(epoch)) {
      step++;
      int number = step;
      WithAuxiliary<Tensor, Tensor> result =
          step(key.split(epoch).split(step), () -> lossAndScores(batch, epoch, number));
      double batchLoss = result.result().item();
      seen += batch.size();
      correct += Evaluation.countCorrect(result.auxiliary(), batch.labels());
      lossSum += batchLoss * batch.size();
      listener.accept(
          new Progress(
              epoch, epochs, step, batches.count(), lossSum / seen, (double) correct / seen));
    }
    return new Evaluation(lossSum / seen, (double) correct / seen);
  }

  private WithAuxiliary<Tensor, Tensor> step(
      Key stepKey, Supplier<WithAuxiliary<Tensor, Tensor>> lossAndScores) {
    return Training.in(
        stepKey, () -> optimizer.stepWithAuxiliary(() -> Training.in(stepKey, lossAndScores)));
  }

  private WithAuxiliary<Tensor, Tensor> lossAndScores(Dataset batch, int epoch, int step) {
    Tensor scores = model.apply(batch.inputs());
    Tensor batchLoss = loss.apply(scores, batch.labels());
    if (batchLoss.elements() == 1 && !Double.isFinite(batchLoss.item())) {
      throw new DivergedException(
          "train: the loss is not finite: epoch %d, step %d (%s); lower the learning rate"
              .formatted(epoch, step, batchLoss.item()));
    }
    return new WithAuxiliary<>(batchLoss, scores);
  }
}
