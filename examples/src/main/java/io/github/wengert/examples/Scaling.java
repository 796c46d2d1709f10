package io.github.wengert.examples;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Dataset;

/**
 * Scales inputs so that those of the training part lie in [0, 1]: {@code (x − min) / (max − min)},
 * one minimum and one maximum for all columns, as pixels need it.
 *
 * @param min the least input of the training part
 * @param max its largest input
 */
record Scaling(double min, double max) {
  /** Returns the scaling that the training part asks for. The test part has no say in it. */
  static Scaling of(Dataset train) {
    return new Scaling(Ops.min(train.inputs()).item(), Ops.max(train.inputs()).item());
  }

  /** Returns the samples scaled, in an element type. Equal inputs become 0. */
  Dataset apply(Dataset data, DType dtype) {
    Tensor shifted = Ops.sub(Ops.to(data.inputs(), dtype), min);
    return new Dataset(Ops.div(shifted, max > min ? max - min : 1), data.labels(), data.classes());
  }
}
