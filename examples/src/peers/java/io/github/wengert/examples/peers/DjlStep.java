package io.github.wengert.examples.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** The step by DJL on its PyTorch engine, with its own losses and optimizer. */
final class DjlStep implements TrainingStep {
  private final TrainingRow row;
  private final NDManager memory = NDManager.newBaseManager();
  private final NDArray x;
  private final NDList target;
  private final NDArray[] parameters;
  private final Loss loss;
  private final Optimizer sgd;

  DjlStep(TrainingRow row, StepData data, double weightDecay) {
    this.row = row;
    x = tensor(data.inputs, row.batch(), row.inputs());
    target =
        new NDList(
            row.classifies()
                ? memory.create(data.labels)
                : tensor(data.targets, row.batch(), row.outputs()));
    parameters = new NDArray[2 * row.layers()];
    for (int layer = 0; layer < row.layers(); layer++) {
      parameters[2 * layer] = tensor(data.weights.get(layer), row.rows(layer), row.fanIn(layer));
      parameters[2 * layer + 1] = tensor(data.biases.get(layer), row.rows(layer));
    }
    for (NDArray parameter : parameters) {
      parameter.setRequiresGradient(true);
    }
    // This engine's L2 loss has a factor of its own, one half unless said.
    loss = row.classifies() ? Loss.softmaxCrossEntropyLoss() : Loss.l2Loss("L2", 1);
    sgd =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) LEARNING_RATE))
            .optWeightDecays((float) weightDecay)
            .build();
  }

  private NDArray tensor(float[] content, long... shape) {
    return memory.create(content, new Shape(shape));
  }

  private NDArray predict(NDArray input) {
    NDArray y = input;
    for (int layer = 0; layer < row.layers(); layer++) {
      y = Linear.linear(y, parameters[2 * layer], parameters[2 * layer + 1]).singletonOrThrow();
      if (!row.isLast(layer)) {
        y =
            switch (row.units()) {
              case RELU -> Activation.relu(y);
              case TANH -> Activation.tanh(y);
              case MAXOUT -> y.reshape(row.batch(), -1, TrainingRow.PIECES).max(new int[] {2});
            };
      }
    }
    return y;
  }

  @Override
  public void run() {
    try (NDManager scope = memory.newSubManager()) {
      step(scope);
    }
  }

  @Override
  public double runForLoss() {
    try (NDManager scope = memory.newSubManager()) {
      return step(scope).getFloat();
    }
  }

  /** Whatever is computed from an array belongs to its manager: {@code scope}, by way of x. */
  private NDArray step(NDManager scope) {
    x.tempAttach(scope);
    NDArray value;
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      value = loss.evaluate(target, new NDList(predict(x)));
      collector.backward(value);
    }
    for (int i = 0; i < parameters.length; i++) {
      try (NDArray gradient = parameters[i].getGradient()) {
        sgd.update(Integer.toString(i), parameters[i], gradient); // and sets the gradient to 0
      }
    }
    return value;
  }

  @Override
  public void close() {
    memory.close();
  }
}
