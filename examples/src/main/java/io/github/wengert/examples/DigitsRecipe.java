package io.github.wengert.examples;

import io.github.wengert.nn.CrossEntropyLoss;
import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.optim.Batches;
import io.github.wengert.optim.Dataset;
import io.github.wengert.optim.Trainer;

/**
 * How the digits are learnt with any hidden units and any optimizer: one hidden layer,
 * cross-entropy with label smoothing, a constant learning rate.
 *
 * @param hidden the number of hidden units
 * @param epochs the number of passes over the training samples
 * @param batch the number of samples in a mini-batch
 * @param trainings how often a network is trained, with another fifth of the samples held out, from
 *     other weights and in another order each time
 */
record DigitsRecipe(int hidden, int epochs, int batch, int trainings) {
  /** The share of the target that is spread over all classes. */
  static final double LABEL_SMOOTHING = 0.1;

  /** The pieces of a maxout unit. */
  static final int PIECES = 2;

  /** Returns the mean test accuracy of all trainings, in [0, 1]. */
  double accuracy(Samples samples, HiddenUnits units, DigitsOptimizer optimizer) {
    double sum = 0;
    for (int seed = 1; seed <= trainings; seed++) {
      Dataset.Split split = samples.split(seed, DType.F32);
      sum += accuracy(split, units, optimizer, Key.of(seed));
    }
    return sum / trainings;
  }

  private double accuracy(
      Dataset.Split digits, HiddenUnits units, DigitsOptimizer optimizer, Key key) {
    Dataset train = digits.train();
    int inputs = train.inputs().shape().size(1);
    Mlp.Builder builder =
        Mlp.builder(key.split("network"), inputs, hidden, train.classes()).dtype(DType.F32);
    Mlp network = units.in(builder, PIECES).build();
    Trainer trainer =
        new Trainer(
            network,
            optimizer.of(network.parameters(), units),
            CrossEntropyLoss.DEFAULT.withLabelSmoothing(LABEL_SMOOTHING));
    trainer.train(new Batches(train, batch, key.split("batches")), epochs, progress -> {});
    return TestReport.confusion(network, digits.test()).accuracy();
  }
}
