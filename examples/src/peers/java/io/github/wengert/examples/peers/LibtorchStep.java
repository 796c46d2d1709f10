package io.github.wengert.examples.peers;

import io.github.wengert.ops.Shape;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The step by libtorch's C++ interface. Its optimizer updates small nets faster, operations in
 * place update large ones faster: each net gets what is best for it.
 */
final class LibtorchStep implements TrainingStep {
  private static final int LARGE = 100_000;
  private static final long[] ONE_BY_ONE = {1, 1};

  private final TrainingRow row;
  private final PointerScope memory = new PointerScope();
  private final Tensor x;
  private final Tensor target;
  private final Tensor[] parameters;
  private final SGD sgd;
  private final boolean inPlace;
  private final Scalar share;
  private final Scalar minusRate;

  LibtorchStep(TrainingRow row, StepData data, double weightDecay, int threads) {
    torch.set_num_threads(threads);
    this.row = row;
    x = tensor(data.inputs, row.inputShape());
    target =
        row.classifies()
            ? labels(data.labels)
            : tensor(data.targets, Shape.of(row.batch(), row.outputs()));
    parameters = new Tensor[2 * row.layers()];
    for (int layer = 0; layer < row.layers(); layer++) {
      parameters[2 * layer] = tensor(data.weights.get(layer), row.layer(layer).weightShape());
      parameters[2 * layer + 1] = tensor(data.biases.get(layer), Shape.of(row.rows(layer)));
    }
    for (Tensor parameter : parameters) {
      parameter.requires_grad_(true);
    }
    SGDOptions options = new SGDOptions(LEARNING_RATE);
    options.weight_decay().put(weightDecay);
    sgd = new SGD(new TensorVector(parameters), options);
    inPlace = row.parameters() >= LARGE;
    share = new Scalar(1 - LEARNING_RATE * weightDecay);
    minusRate = new Scalar(-LEARNING_RATE);
  }

  private static Tensor tensor(float[] content, Shape shape) {
    return Tensor.create(content, shape.extents().stream().asLongStream().toArray());
  }

  private static Tensor labels(int[] labels) {
    long[] wide = new long[labels.length];
    for (int i = 0; i < labels.length; i++) {
      wide[i] = labels[i];
    }
    return Tensor.create(wide, wide.length);
  }

  private Tensor loss() {
    Tensor y = x;
    for (int i = 0; i < row.layers(); i++) {
      AffineLayer layer = row.layer(i);
      Tensor weight = parameters[2 * i];
      Tensor bias = parameters[2 * i + 1];
      if (layer.isConvolution()) {
        y = pooled(layer, y, weight, bias);
        y = row.layer(i + 1).isConvolution() ? y : y.flatten(1, -1);
      } else {
        y = torch.linear(y, weight, bias);
        y = row.isLast(i) ? y : activated(y);
      }
    }
    return row.classifies() ? torch.cross_entropy_loss(y, target) : torch.mse_loss(y, target);
  }

  private Tensor activated(Tensor y) {
    return switch (row.units()) {
      case RELU -> y.relu();
      case TANH -> y.tanh();
      case MAXOUT -> torch.max(y.view(row.batch(), -1, TrainingRow.PIECES), 2).get0();
    };
  }

  private Tensor pooled(AffineLayer layer, Tensor x, Tensor weight, Tensor bias) {
    long[] padding = {layer.padding(), layer.padding()};
    Tensor y =
        torch.conv2d(x, weight, new TensorOptional(bias), ONE_BY_ONE, padding, ONE_BY_ONE, 1);
    return torch.max_pool2d(activated(y), 2, 2);
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope()) {
      step();
    }
  }

  @Override
  public double runForLoss() {
    try (PointerScope _ = new PointerScope()) {
      return step().item_float();
    }
  }

  private Tensor step() {
    Tensor loss = loss();
    loss.backward();
    if (inPlace) {
      updateInPlace();
    } else {
      sgd.step();
    }
    sgd.zero_grad();
    return loss;
  }

  /** w ← (1 − η λ) w − η ∂L/∂w, which needs no other memory, as the optimizer does. */
  private void updateInPlace() {
    for (Tensor parameter : parameters) {
      Tensor w = parameter.data();
      w.mul_(share);
      w.add_(parameter.grad(), minusRate);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
