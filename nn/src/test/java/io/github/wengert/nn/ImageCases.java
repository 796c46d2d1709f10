package io.github.wengert.nn;

import io.github.wengert.nn.LayerCases.Forward;
import io.github.wengert.nn.LayerCases.Gradient;
import io.github.wengert.nn.LayerCases.Misuse;
import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;

/** The cases of layers on images. */
final class ImageCases {
  private static final Key KEY = Key.of(14);
  private static final Tensor IMAGES =
      RandomTensors.normal(KEY, DType.F64, Shape.of(2, 2, 4, 5), 0, 1);
  private static final Conv2dOptions PADDED = Conv2dOptions.DEFAULT.withStride(2).withPadding(1);

  private ImageCases() {}

  private static Conv2d conv2d(Conv2dOptions options) {
    return Conv2d.builder(2, 2, 3, KEY)
        .name("conv")
        .options(options)
        .initializer(Initializer.HE)
        .dtype(DType.F64)
        .build();
  }

  static Stream<Gradient> gradients() {
    return Stream.of(
            conv2d(PADDED),
            conv2d(PADDED.withGroups(2)),
            new MaxPool2d(Pool2dOptions.of(2)),
            AvgPool2d.of(Pool2dOptions.of(3).withPadding(1)),
            new AvgPool2d(Pool2dOptions.of(3).withPadding(1), false),
            new Flatten(),
            Sequential.of(
                conv2d(Conv2dOptions.DEFAULT),
                Activation.TANH,
                new MaxPool2d(Pool2dOptions.of(2)),
                new Flatten(),
                Dense.of("dense", 2, 3, Initializer.GLOROT, DType.F64, KEY)))
        .map(layer -> new Gradient(layer, IMAGES, true));
  }

  static Stream<Forward> forward() {
    Conv2d conv2d = conv2d(PADDED);
    return Stream.of(
        new Forward(conv2d, IMAGES, convolution(conv2d)),
        new Forward(new MaxPool2d(Pool2dOptions.of(2)), IMAGES, pooled(false)),
        new Forward(AvgPool2d.of(Pool2dOptions.of(2)), IMAGES, pooled(true)),
        new Forward(new Flatten(), IMAGES, IMAGES));
  }

  /** The convolution of 3 × 3 with stride 2 and padding 1. */
  private static Tensor convolution(Conv2d layer) {
    Parameter w = layer.weight();
    double[] y = new double[2 * 2 * 2 * 3];
    for (int at = 0; at < y.length; at++) {
      int n = at / 12;
      int filter = at / 6 % 2;
      for (int tap = 0; tap < 18; tap++) {
        int channel = tap / 9;
        int i = at / 3 % 2 * 2 - 1 + tap / 3 % 3;
        int j = at % 3 * 2 - 1 + tap % 3;
        if (i >= 0 && i < 4 && j >= 0 && j < 5) {
          y[at] += w.at(filter, channel, tap / 3 % 3, tap % 3) * IMAGES.at(n, channel, i, j);
        }
      }
    }
    return Tensor.of(DType.F64, Shape.of(2, 2, 2, 3), y);
  }

  /** The largest element or the mean of windows of 2 × 2. */
  private static Tensor pooled(boolean mean) {
    double[] y = new double[2 * 2 * 2 * 2];
    for (int at = 0; at < y.length; at++) {
      int i = at / 2 % 2 * 2;
      int j = at % 2 * 2;
      double[] window = new double[4];
      for (int k = 0; k < 4; k++) {
        window[k] = IMAGES.at(at / 8, at / 4 % 2, i + k / 2, j + k % 2);
      }
      y[at] = mean ? Arrays.stream(window).sum() / 4 : Arrays.stream(window).max().orElseThrow();
    }
    return Tensor.of(DType.F64, Shape.of(2, 2, 2, 2), y);
  }

  static Stream<Misuse> misuses() {
    Tensor rows = Tensor.zeros(DType.F64, Shape.of(2, 9));
    Conv2d conv2d = conv2d(PADDED);
    return Stream.of(
        new Misuse(Conv2d.class, () -> conv2d.apply(rows), "conv2d \"conv\": the input must have"),
        new Misuse(
            MaxPool2d.class,
            () -> new MaxPool2d(Pool2dOptions.of(2)).apply(rows),
            "maxPool2d: the input must have the axes [n, channels, height, width]: [2, 9] (2 axes"),
        new Misuse(
            AvgPool2d.class,
            () -> AvgPool2d.of(Pool2dOptions.of(2)).apply(rows),
            "avgPool2d: the input must have the axes [n, channels, height, width]: [2, 9] (2 axes"),
        new Misuse(
            Flatten.class,
            () -> new Flatten().apply(Tensor.of(DType.F64, 1.0, 2)),
            "flatten: the input needs an axis behind the batch: [2] (1 axes < 2)"));
  }
}
