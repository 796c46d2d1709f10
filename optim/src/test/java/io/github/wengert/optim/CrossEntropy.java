package io.github.wengert.optim;

import io.github.wengert.ops.BatchLoss;
import io.github.wengert.ops.CrossEntropyOptions;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/** The cross-entropy with options, and what a batch weighs in it. */
record CrossEntropy(CrossEntropyOptions options) implements BatchLoss<Indices> {
  @Override
  public Tensor apply(Tensor scores, Indices labels) {
    return Losses.crossEntropy(scores, labels, options);
  }

  @Override
  public double weight(Indices labels, int samples) {
    return options.weight(labels);
  }

  @Override
  public Reduction reduction() {
    return options.reduction();
  }
}
