package io.github.wengert.examples.bench;

import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Sgd;
import java.util.Arrays;

/** A network of 3072 inputs, 100 hidden units and 10 classes, and a batch to train it by. */
final class PixelsNet {
  private final Mlp net = Mlp.of(Key.of(0), 3072, 100, 10);
  private final Sgd sgd =
      Sgd.on(net.parameters()).learningRate(0.01).weightDecay(1e-4).decayBiases(true).build();
  private final Tensor x;
  private final Indices labels;

  PixelsNet(int batch) {
    x = RandomTensors.uniform(Key.of(1), DType.F32, Shape.of(batch, 3072), -1, 1);
    int[] classes = new int[batch];
    Arrays.setAll(classes, i -> i % 10);
    labels = Indices.of(classes);
  }

  /** Does one step and returns the loss before it. */
  double step() {
    return sgd.step(() -> Losses.crossEntropy(net.apply(x), labels)).item();
  }
}
