package io.github.wengert.optim;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/** The evaluation of batches, one after the other, that adds up to that of all their samples. */
final class RunningEvaluation {
  private final Reduction reduction;
  private double lossSum;
  private double weightSum;
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

  /** Adds the loss of a batch whose samples weigh so much together. */
  void addLoss(double loss, double weight) {
    lossSum += reduction == Reduction.SUM ? loss : loss * weight;
    weightSum += weight;
  }

  /** Adds the predictions of a batch. */
  void addScores(Tensor scores, Indices labels) {
    correct += Evaluation.countCorrect(scores, labels);
    samples += labels.elements();
  }

  /** Returns the evaluation of all that was added. */
  Evaluation value() {
    return new Evaluation(lossSum / weightSum, (double) correct / samples);
  }
}
