package io.github.wengert.optim;

import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.BatchLoss;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The training loop of a classifier: for each epoch, for each mini-batch, a step of the optimizer.
 *
 * <pre>
 *   Trainer trainer = new Trainer(net, sgd, CrossEntropyLoss.DEFAULT);
 *   EarlyStopping stopping = EarlyStopping.of(net, 5, 0);
 *   trainer.train(new Batches(train, 32, key), 100, heldOut, stopping);
 *   stopping.restoreBest();
 *   trainer.evaluate(test, 500).accuracy();
 * </pre>
 *
 * <p>Each step opens a {@link io.github.wengert.ops.Training} scope. If the optimizer computes the
 * loss several times in a step, each time draws the same random numbers, and running statistics
 * change once, if the step succeeds.
 *
 * <p>At the end of an epoch, accumulated gradients that are left make a step: {@link
 * Optimizer#finish}.
 *
 * <p>A batch is skipped if the loss ignores the labels of all its samples.
 *
 * @param model gives scores of shape {@code [n, classes]}; or {@code [n]} or {@code [n, 1]} of two
 *     classes, of which a score above 0 is for class 1
 * @param optimizer changes the model's parameters
 * @param loss the loss of scores and labels, a scalar: a mean over samples, such as {@code
 *     Losses::crossEntropy}, or a sum that declares itself as one. If samples differ in weight, it
 *     must override {@link BatchLoss#weight}, as {@code CrossEntropyLoss} of the module {@code nn}
 *     does; a lambda cannot
 * @param key the key of the random numbers of dropout and the like, split by the epoch and the step
 */
public record Trainer(Model model, Optimizer optimizer, BatchLoss<Indices> loss, Key key) {
  /**
   * Checks that the loss is one number, and that the optimizer trains the model.
   *
   * @throws HyperparameterException if the loss is one number for each sample, the optimizer has no
   *     parameters, or none of the model
   */
  public Trainer {
    Nulls.require(model, "trainer", "model");
    Nulls.require(optimizer, "trainer", "optimizer");
    Nulls.require(loss, "trainer", "loss");
    Nulls.require(key, "trainer", "key");
    CommonSettings.requireParameters("trainer", optimizer.parameters());
    OtherModel.refuse(
        "trainer",
        "the optimizer changes nothing of the model",
        model.parameters(),
        optimizer.parameters());
    if (loss.reduction() == Reduction.NONE) {
      throw new HyperparameterException(
          "trainer: the loss of a batch must be one number: (reduction NONE ≠ MEAN or SUM)");
    }
  }

  /** Creates a training loop with {@code Key.of(0)}. */
  public Trainer(Model model, Optimizer optimizer, BatchLoss<Indices> loss) {
    this(model, optimizer, loss, Key.of(0));
  }

  /**
   * Trains on the batches for several epochs.
   *
   * @param epochs the number of epochs, at least 1
   * @param listener is called after each step
   * @throws HyperparameterException if {@code epochs} is below 1
   * @throws DivergedException if the loss of a batch is infinite or NaN; it names the input that
   *     is, if there is one
   */
  public void train(Batches batches, int epochs, Consumer<Progress> listener) {
    requireRun(batches, epochs, listener);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      trainEpoch(batches, epoch, epochs, listener);
    }
  }

  /**
   * Trains on the batches until a listener stops it, and evaluates held-out samples after each
   * epoch.
   *
   * @param epochs the greatest number of epochs, at least 1
   * @param heldOut the samples to evaluate, in batches of the same size
   * @param listeners called after each epoch, in this order
   * @return the epochs
   * @throws HyperparameterException if {@code epochs} is below 1
   * @throws DivergedException if the loss of a batch is infinite or NaN; it names the input that
   *     is, if there is one
   */
  public List<Epoch> train(
      Batches batches, int epochs, Dataset heldOut, EpochListener... listeners) {
    return train(batches, epochs, progress -> {}, heldOut, listeners);
  }

  /**
   * Like {@link #train(Batches, int, Dataset, EpochListener...)}, with a listener that is also
   * called after each step.
   */
  public List<Epoch> train(
      Batches batches,
      int epochs,
      Consumer<Progress> listener,
      Dataset heldOut,
      EpochListener... listeners) {
    requireRun(batches, epochs, listener);
    Nulls.require(heldOut, "train", "heldOut");
    List<EpochListener> all =
        Nulls.requireAll(
            Arrays.asList(Nulls.require(listeners, "train", "listeners")), "train", "listeners");
    all.forEach(each -> each.beforeTraining(model));
    List<Epoch> told = new ArrayList<>();
    boolean stop = false;
    for (int number = 1; number <= epochs && !stop; number++) {
      Evaluation train = trainEpoch(batches, number, epochs, listener);
      Epoch epoch = new Epoch(number, epochs, train, evaluate(heldOut, batches.size()));
      told.add(epoch);
      for (EpochListener each : all) {
        each.afterEpoch(epoch);
        stop |= each.wantsToStop();
      }
    }
    return List.copyOf(told);
  }

  /**
   * Evaluates the model on some data, without changing anything.
   *
   * @param batchSize the number of samples in a batch, at least 1
   * @return the same, up to rounding, for each batch size
   * @throws HyperparameterException if {@code batchSize} is below 1
   * @throws DatasetException if the loss is infinite or NaN, and so is an input, which it names
   */
  public Evaluation evaluate(Dataset data, int batchSize) {
    return Evaluation.of(this, data, batchSize);
  }

  private static void requireRun(Batches batches, int epochs, Consumer<Progress> listener) {
    Nulls.require(batches, "train", "batches");
    Nulls.require(listener, "train", "listener");
    HyperparameterException.require(epochs >= 1, "train", "number of epochs", epochs, "[1, ∞)");
  }

  /** Returns the scores of a batch. */
  Tensor scores(Dataset batch) {
    return Nulls.requireResult(model.apply(batch.inputs()), "train", "model");
  }

  private Evaluation trainEpoch(
      Batches batches, int epoch, int epochs, Consumer<Progress> listener) {
    RunningEvaluation running = new RunningEvaluation(loss.reduction());
    int number = 0;
    for (int[] positions : batches.positions(epoch)) {
      number++;
      Dataset batch = batches.data().select(positions);
      double weight = loss.weight(batch.labels(), batch.size());
      if (weight != 0) {
        TrainingStep step =
            new TrainingStep(
                this, batches, epoch, number, ImmutableIntArray.copyOf(positions), batch, weight);
        WithAuxiliary<Tensor, Tensor> lossAndScores = step.make();
        running.addLoss(lossAndScores.result().item(), weight);
        running.addScores(lossAndScores.auxiliary(), batch.labels());
      }
      Evaluation soFar = running.value();
      listener.accept(
          new Progress(epoch, epochs, number, batches.count(), soFar.loss(), soFar.accuracy()));
    }
    optimizer.finish();
    return running.value();
  }
}
