package io.github.wengert.examples.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** First parameters and a batch of samples, the same for every engine: a function of the row. */
final class StepData {
  private static final long SEED = 20_260_101;

  /** {@code [batch, inputs]}, between −1 and 1. */
  final float[] inputs;

  /** The classes, {@code [batch]}; empty if the row does not classify. */
  final int[] labels;

  /** {@code [batch, outputs]}: classes as vectors of 0 and one 1, or values to approximate. */
  final float[] targets;

  /** Of each layer, {@code [rows, fan-in]}. */
  final List<float[]> weights = new ArrayList<>();

  /** Of each layer, {@code [rows]}; far from 0, so that their decay shows in the loss. */
  final List<float[]> biases = new ArrayList<>();

  StepData(TrainingRow row) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int layer = 0; layer < row.layers(); layer++) {
      // Keeps the mean of squares over a layer of rectifiers, as He's initialisation does.
      double bound = Math.sqrt(6.0 / row.fanIn(layer));
      weights.add(uniform(random, row.rows(layer) * row.fanIn(layer), bound));
      biases.add(uniform(random, row.rows(layer), 0.5));
    }
    inputs = uniform(random, row.batch() * row.inputs(), 1);
    if (row.classifies()) {
      labels = random.ints(row.batch(), 0, row.outputs()).toArray();
      targets = new float[row.batch() * row.outputs()];
      for (int i = 0; i < labels.length; i++) {
        targets[i * row.outputs() + labels[i]] = 1;
      }
    } else {
      labels = new int[0];
      targets = uniform(random, row.batch() * row.outputs(), 1);
    }
  }

  private static float[] uniform(SplittableRandom random, int n, double bound) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextDouble(-bound, bound);
    }
    return x;
  }
}
