package io.github.wengert.optim;

import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Model;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The training loop of a classifier: for each epoch, for each mini-batch, a step of the optimizer.
 *
 * @param model gives scores of shape {@code [n, classes]}
 * @param optimizer changes the model's parameters
 * @param loss the loss of scores and labels, a scalar that is a mean over samples, such as {@code
 *     Losses::crossEntropy}
 */
public record Trainer(Model model, Optimizer optimizer, BiFunction<Tensor, Indices, Tensor> loss) {
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

  private void trainEpoch(Batches batches, int epoch, int epochs, Consumer<Progress> listener) {
    int step = 0;
    long seen = 0;
    long correct = 0;
    double lossSum = 0;
    for (Dataset batch : batches.epoch(epoch)) {
      step++;
      int number = step;
      WithAuxiliary<Tensor, Tensor> result =
          optimizer.stepWithAuxiliary(() -> lossAndScores(batch, epoch, number));
      double batchLoss = result.result().item();
      seen += batch.size();
      correct += countCorrect(result.auxiliary(), batch.labels());
      lossSum += batchLoss * batch.size();
      listener.accept(
          new Progress(
              epoch, epochs, step, batches.count(), lossSum / seen, (double) correct / seen));
    }
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

  private static int countCorrect(Tensor scores, Indices labels) {
    Indices predicted = Ops.argmax(scores, -1);
    int correct = 0;
    for (int i = 0; i < labels.elements(); i++) {
      if (predicted.get(i) == labels.get(i)) {
        correct++;
      }
    }
    return correct;
  }
}
