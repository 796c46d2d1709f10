package io.github.wengert.examples.bits;

import com.google.common.collect.ImmutableList;
import io.github.wengert.examples.Checksum;
import io.github.wengert.nn.Activation;
import io.github.wengert.nn.Layer;
import io.github.wengert.nn.Mlp;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Sgd;

/**
 * A training run on random samples.
 *
 * @param net what is trained
 * @param sizes inputs, hidden units, outputs
 * @param batch the number of samples, the same in each step
 * @param steps the number of steps
 * @param seed what samples and first weights are a function of
 */
record Recipe(Net net, ImmutableList<Integer> sizes, int batch, int steps, long seed) {
  /** Units and optimizers. */
  enum Net {
    /** One layer of rectifiers; plain gradient descent with decay. */
    RELU,
    /** A layer of tanh, then one of logistic functions; momentum and decay. */
    SMOOTH_WITH_MOMENTUM
  }

  /** What came out: a checksum of all parameters' bits, and the losses. */
  record Outcome(String checksum, double firstLoss, double lastLoss) {
    boolean hasLearned() {
      return lastLoss < firstLoss;
    }
  }

  Outcome train() {
    return train(() -> {});
  }

  /**
   * Trains.
   *
   * @param halfway is run when half of the steps are done
   */
  Outcome train(Runnable halfway) {
    Key key = Key.of(seed);
    Layer layers = layers();
    Tensor x =
        RandomTensors.normal(
            key.split("samples"), DType.F32, Shape.of(batch, sizes.getFirst()), 0, 1);
    int[] classes = new int[batch];
    for (int i = 0; i < batch; i++) {
      classes[i] = (int) (sizes.getLast() * key.split("labels").uniform(i));
    }
    Indices labels = Indices.of(classes);
    Sgd sgd =
        Sgd.on(layers.parameters())
            .learningRate(0.01)
            .momentum(net == Net.RELU ? 0 : 0.9)
            .weightDecay(1e-4)
            .build();
    double first = Double.NaN;
    double last = Double.NaN;
    for (int step = 0; step < steps; step++) {
      last = sgd.step(() -> Losses.crossEntropy(layers.apply(x), labels)).item();
      if (step == 0) {
        first = last;
      }
      if (step == steps / 2) {
        halfway.run();
      }
    }
    return new Outcome(Checksum.of(layers.parameters()), first, last);
  }

  private Layer layers() {
    return switch (net) {
      case RELU ->
          Mlp.builder(Key.of(seed), sizes.stream().mapToInt(Integer::intValue).toArray()).build();
      case SMOOTH_WITH_MOMENTUM -> {
        Mlp lower =
            Mlp.builder(Key.of(seed), sizes.get(0), sizes.get(1), sizes.get(1))
                .activation(Activation.TANH)
                .name("lower")
                .build();
        Mlp upper = Mlp.builder(Key.of(seed), sizes.get(1), sizes.get(2)).name("upper").build();
        yield Sequential.of(lower, Activation.SIGMOID, upper);
      }
    };
  }
}
