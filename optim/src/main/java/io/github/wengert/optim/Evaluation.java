package io.github.wengert.optim;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.stream.IntStream;

/**
 * The quality of a classifier on a data set.
 *
 * @param loss the mean of the samples' losses, each weighing what the loss function says; NaN if
 *     none weighs anything
 * @param accuracy the share of samples whose class has the highest score, in [0, 1]; where there is
 *     one score for each sample, {@code [n]} or {@code [n, 1]}, class 1 has it if it is above 0. A
 *     sample with a score that is NaN counts as wrong
 */
public record Evaluation(double loss, double accuracy) {
  /**
   * Evaluates a model batch by batch, in the order of the data.
   *
   * @throws DatasetException if the loss is infinite or NaN and so is an input
   */
  static Evaluation of(Trainer trainer, Dataset data, int batchSize) {
    Nulls.require(data, "evaluate", "data");
    HyperparameterException.require(batchSize >= 1, "evaluate", "batch size", batchSize, "[1, ∞)");
    return Training.evaluate(() -> evaluated(trainer, data, batchSize));
  }

  private static Evaluation evaluated(Trainer trainer, Dataset data, int batchSize) {
    RunningEvaluation running = new RunningEvaluation(trainer.loss().reduction());
    int to = 0;
    while (to < data.size()) {
      int from = to;
      to += Math.min(batchSize, data.size() - from);
      Dataset batch = data.select(IntStream.range(from, to).toArray());
      Tensor scores = trainer.scores(batch);
      double weight = trainer.loss().weight(batch.labels(), batch.size());
      if (weight != 0) { // else the loss need not be defined
        Tensor loss = trainer.loss().apply(scores, batch.labels());
        running.addLoss(Nulls.requireResult(loss, "evaluate", "loss").item(), weight);
      }
      running.addScores(scores, batch.labels());
    }
    Evaluation value = running.value();
    if (!Double.isFinite(value.loss())) {
      data.requireFinite("evaluate");
    }
    return value;
  }

  /**
   * Returns how many samples have the highest score for their class or, if there is one score for
   * each sample, {@code [n]} or {@code [n, 1]}, how many have a score above 0 for class 1 and none
   * for class 0. A sample with a score that is NaN is not among them.
   */
  static int countCorrect(Tensor scores, Indices labels) {
    int samples = labels.elements();
    boolean isBinary = scores.rank() == 1 || (scores.rank() == 2 && scores.shape().size(1) == 1);
    if ((scores.rank() != 2 && !isBinary) || scores.shape().size(0) != samples) {
      throw new DatasetException(
          "accuracy: one row of scores is needed for each sample: scores %s, labels %s (%d ≠ %d)"
              .formatted(
                  scores.shape(),
                  labels.shape(),
                  scores.rank() == 0 ? 0 : scores.shape().size(0),
                  samples));
    }
    return isBinary ? countOnTheirSide(scores, labels) : countLargest(scores, labels);
  }

  private static int countLargest(Tensor scores, Indices labels) {
    Indices predicted = Ops.argmax(scores, 1);
    int correct = 0;
    for (int i = 0; i < predicted.elements(); i++) {
      int label = labels.get(i);
      if (predicted.get(i) == label && !Double.isNaN(scores.at(i, label))) { // arg max takes NaN
        correct++;
      }
    }
    return correct;
  }

  private static int countOnTheirSide(Tensor scores, Indices labels) {
    double[] values = scores.toDoubleArray();
    int correct = 0;
    for (int i = 0; i < values.length; i++) {
      int label = labels.get(i);
      if (label == 1 ? values[i] > 0 : label == 0 && values[i] <= 0) {
        correct++;
      }
    }
    return correct;
  }
}
