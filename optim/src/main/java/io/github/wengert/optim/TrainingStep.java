package io.github.wengert.optim;

import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.autograd.WithAuxiliary;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.Optional;

/**
 * One step of a {@link Trainer}, and the diagnosis if it fails.
 *
 * @param trainer makes the step
 * @param batches all batches
 * @param epoch the epoch, counted from 1
 * @param number the step within the epoch, counted from 1
 * @param positions where the samples of the batch are in the data set
 * @param batch the samples
 * @param weight what they weigh together
 */
record TrainingStep(
    Trainer trainer,
    Batches batches,
    int epoch,
    int number,
    ImmutableIntArray positions,
    Dataset batch,
    double weight) {
  /**
   * Makes the step.
   *
   * @return the loss and the scores, both before the step
   */
  WithAuxiliary<Tensor, Tensor> make() {
    Key key = trainer.key().split(epoch).split(number);
    double share = trainer.loss().reduction() == Reduction.SUM ? 1 : weight; // sums weigh alike
    return Training.in(
        key,
        () ->
            trainer
                .optimizer()
                .stepWithAuxiliary(() -> Training.in(key, this::lossAndScores), share));
  }

  private WithAuxiliary<Tensor, Tensor> lossAndScores() {
    Tensor scores = apply();
    Tensor loss =
        Nulls.requireResult(trainer.loss().apply(scores, batch.labels()), "train", "loss");
    if (loss.elements() == 1 && !Double.isFinite(loss.item())) {
      throw diverged(loss.item());
    }
    return new WithAuxiliary<>(loss, scores);
  }

  private Tensor apply() {
    try {
      return trainer.scores(batch);
    } catch (IllegalArgumentException e) {
      if (batch.size() == 1 && batches.size() > 1 && batches.last() == LastBatch.KEEP) {
        throw new DatasetException(
            "train: the last batch has only one sample, which the model refuses: epoch %d, step %d;"
                    .formatted(epoch, number)
                + " leave it out or merge it: LastBatch.DROP, LastBatch.MERGE (%s)"
                    .formatted(e.getMessage()),
            e);
      }
      throw e;
    }
  }

  /** Looks for the cause: an input of this batch, or of one that spoilt the parameters before. */
  private DivergedException diverged(double loss) {
    String what =
        "train: the loss is not finite: epoch %d, step %d (%s)".formatted(epoch, number, loss);
    Optional<NonFinite> here = NonFinite.firstOf(batches.data(), positions.stream());
    if (here.isPresent()) {
      return new DivergedException(
          "%s, since an input is not: %s; correct it, or leave the sample out"
              .formatted(what, here.get().describe()),
          here.get());
    }
    Optional<NonFinite> elsewhere = NonFinite.firstOf(batches.data());
    if (elsewhere.isPresent()) {
      return new DivergedException(
          "%s, and neither is an input of another batch: %s; correct it, or leave the sample out"
              .formatted(what, elsewhere.get().describe()),
          elsewhere.get());
    }
    return new DivergedException(what + "; lower the learning rate");
  }
}
