package io.github.wengert.examples;

import static io.github.wengert.ops.Ops.conv2d;
import static io.github.wengert.ops.Ops.flatten;
import static io.github.wengert.ops.Ops.maxPool2d;
import static io.github.wengert.ops.Ops.relu;

import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Initializer;
import io.github.wengert.nn.Layer;
import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolutional network for images of 28×28 pixels, written as the formula that it is: {@code [n,
 * 1, 28, 28] → [n, 16, 14, 14] → [n, 32, 5, 5] → [n, 128] → [n, classes]}.
 *
 * <p>Its shape is that of LeNet-5, with rectifiers and the largest of each window in place of
 * sigmoids and means. Source: LeCun et al., Gradient-Based Learning Applied to Document
 * Recognition, 1998.
 *
 * @param filters the weights of both convolutions, {@code [filters, channels, 5, 5]}
 * @param biases their biases
 * @param hidden the hidden units behind them
 * @param scores the last layer
 */
record LeNet(List<Parameter> filters, List<Parameter> biases, Dense hidden, Dense scores)
    implements Layer {
  private static final Conv2dOptions SAME_SIZE = Conv2dOptions.DEFAULT.withPadding(2);
  private static final Pool2dOptions HALVES = Pool2dOptions.of(2);
  private static final int SIDE = 5;
  private static final int[] CHANNELS = {1, 16, 32};
  private static final int HIDDEN = 128;

  /** Returns a new network, a function of the key. */
  static LeNet of(int classes, Key key) {
    List<Parameter> filters = new ArrayList<>();
    List<Parameter> biases = new ArrayList<>();
    for (int i = 1; i < CHANNELS.length; i++) {
      String name = "convolution" + i;
      Shape shape = Shape.of(CHANNELS[i], CHANNELS[i - 1], SIDE, SIDE);
      Tensor weight = Initializer.HE.create(key.split(name), DType.F32, shape);
      filters.add(Parameter.of(name + ".weight", weight));
      Tensor zeros = Tensor.zeros(DType.F32, Shape.of(CHANNELS[i]));
      biases.add(Parameter.of(name + ".bias", zeros));
    }
    int features = CHANNELS[2] * SIDE * SIDE;
    Dense hidden = Dense.of("hidden", features, HIDDEN, Initializer.HE, DType.F32, key);
    return new LeNet(filters, biases, hidden, Dense.of("scores", HIDDEN, classes, key));
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor a = maxPool2d(relu(conv2d(x, filters.get(0), biases.get(0), SAME_SIZE)), HALVES);
    Tensor b =
        maxPool2d(relu(conv2d(a, filters.get(1), biases.get(1), Conv2dOptions.DEFAULT)), HALVES);
    return scores.apply(relu(hidden.apply(flatten(b, 1))));
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(filters);
    parameters.addAll(biases);
    parameters.addAll(hidden.parameters());
    parameters.addAll(scores.parameters());
    return parameters;
  }
}
