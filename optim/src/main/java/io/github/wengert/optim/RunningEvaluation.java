package io.github.wengert.optim;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import java.util.DoubleSummaryStatistics;

/** Accumulates the evaluations of batches into that of all their samples. */
final class RunningEvaluation {
  private final Reduction reduction;
  private final DoubleSummaryStatistics losses = new DoubleSummaryStatistics(); // compensates
  private final DoubleSummaryStatistics weights = new DoubleSummaryStatistics();
  private long correct;
  private long samples;

  /**
   * Makes the evaluation of no sample.
   *
   * @param reduction how the loss of each batch is made of its samples' losses
   */
  RunningEvaluation(Reduction reduction) {
    this.reduction = reduction;
  }

  /** Adds the loss of a batch, and the sum of its samples' weights. */
  void addLoss(double loss, double weight) {
    losses.accept(reduction == Reduction.SUM ? loss : loss * weight);
    weights.accept(weight);
  }

  /** Adds the predictions of a batch. */
  void addScores(Tensor scores, Indices labels) {
    correct += Evaluation.countCorrect(scores, labels);
    samples += labels.elements();
  }

  /** Returns the evaluation of all that was added. */
  Evaluation value() {
    return new Evaluation(losses.getSum() / weights.getSum(), (double) correct / samples);
  }
}
