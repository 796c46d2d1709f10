package io.github.wengert.optim;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How good a classifier is on some data.
 *
 * @param loss the mean of the samples' losses
 * @param accuracy the share of samples whose class has the highest score, in [0, 1]
 */
public record Evaluation(double loss, double accuracy) {
  /** Evaluates a model batch by batch, in the order of the data. */
  static Evaluation of(Trainer trainer, Dataset data, int batchSize) {
    HyperparameterException.require(batchSize >= 1, "evaluate", "batch size", batchSize, "[1, ∞)");
    double lossSum = 0;
    long correct = 0;
    int to = 0;
    while (to < data.size()) {
      int from = to;
      to += Math.min(batchSize, data.size() - from);
      Dataset batch = data.select(IntStream.range(from, to).toArray());
      Tensor scores = trainer.model().apply(batch.inputs());
      lossSum += trainer.loss().apply(scores, batch.labels()).item() * batch.size();
      correct += countCorrect(scores, batch.labels());
    }
    return new Evaluation(lossSum / data.size(), (double) correct / data.size());
  }

  /**
   * Returns how many samples have the highest score for their class or, if there is one score for
   * each sample, {@code [n]}, how many have a score above 0 for class 1 and none for class 0.
   */
  static int countCorrect(Tensor scores, Indices labels) {
    @Nullable Indices predicted = scores.rank() == 1 ? null : Ops.argmax(scores, -1);
    int correct = 0;
    for (int i = 0; i < labels.elements(); i++) {
      int label = predicted == null ? (scores.at(i) > 0 ? 1 : 0) : predicted.get(i);
      if (label == labels.get(i)) {
        correct++;
      }
    }
    return correct;
  }
}
