package io.github.wengert.examples.peers;

import io.github.wengert.examples.LeNet;
import io.github.wengert.nn.Activation;
import io.github.wengert.nn.Layer;
import io.github.wengert.nn.Mlp;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.optim.Sgd;
import java.util.List;
import java.util.function.Supplier;

/** The step by us, as a user writes it: recorded anew each time. */
final class WengertStep implements TrainingStep {
  private final Layer net;
  private final Sgd sgd;
  private final Supplier<Tensor> loss;

  WengertStep(TrainingRow row, StepData data, double weightDecay) {
    net = net(row, data);
    sgd =
        Sgd.on(net.parameters())
            .learningRate(LEARNING_RATE)
            .weightDecay(weightDecay)
            .decayBiases(true)
            .build();
    Tensor x = Tensor.of(row.inputShape(), data.inputs);
    if (row.classifies()) {
      Indices labels = Indices.of(data.labels);
      loss = () -> Losses.crossEntropy(net.apply(x), labels);
    } else {
      Tensor target = Tensor.of(Shape.of(row.batch(), row.outputs()), data.targets);
      loss = () -> Losses.mse(net.apply(x), target, Reduction.MEAN);
    }
  }

  private static Layer net(TrainingRow row, StepData data) {
    Layer net = row.isConvolutional() ? LeNet.of(row.outputs(), Key.of(0)) : perceptron(row);
    List<Parameter> parameters = net.parameters();
    for (int layer = 0; layer < row.layers(); layer++) {
      assign(parameters.get(2 * layer), data.weights.get(layer));
      assign(parameters.get(2 * layer + 1), data.biases.get(layer));
    }
    return net;
  }

  private static Mlp perceptron(TrainingRow row) {
    Mlp.Builder builder = Mlp.builder(Key.of(0), row.sizes());
    return switch (row.units()) {
      case RELU -> builder.activation(Activation.RELU).build();
      case TANH -> builder.activation(Activation.TANH).build();
      case MAXOUT -> builder.maxout(TrainingRow.PIECES).build();
    };
  }

  private static void assign(Parameter parameter, float[] content) {
    parameter.assign(Tensor.of(parameter.shape(), content));
  }

  @Override
  public void run() {
    sgd.step(loss);
  }

  @Override
  public double runForLoss() {
    return sgd.step(loss).item();
  }

  @Override
  public void close() {}
}
