package io.github.wengert.examples;

import io.github.wengert.nn.Activation;
import io.github.wengert.nn.Conv2d;
import io.github.wengert.nn.Dense;
import io.github.wengert.nn.Flatten;
import io.github.wengert.nn.Initializer;
import io.github.wengert.nn.MaxPool2d;
import io.github.wengert.nn.Sequential;
import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Pool2dOptions;

/**
 * A convolutional network for images of 28×28 pixels: {@code [n, 1, 28, 28] → [n, 16, 14, 14] → [n,
 * 32, 5, 5] → [n, 128] → [n, classes]}.
 *
 * <p>Its shape is that of LeNet-5, with rectifiers and the largest of each window in place of
 * sigmoids and means. Source: LeCun et al., Gradient-Based Learning Applied to Document
 * Recognition, 1998.
 */
public final class LeNet {
  private static final int KERNEL = 5;
  private static final Conv2dOptions SAME_SIZE = Conv2dOptions.DEFAULT.withPadding(2);
  private static final Pool2dOptions HALVES = Pool2dOptions.of(2);

  private LeNet() {}

  /** Returns a new network of F32, a function of the key. */
  public static Sequential of(int classes, Key key) {
    return of(classes, DType.F32, key);
  }

  /** Returns a new network, a function of the key. */
  public static Sequential of(int classes, DType dtype, Key key) {
    return Sequential.of(
        convolution("convolution1", 1, 16, SAME_SIZE, dtype, key),
        Activation.RELU,
        new MaxPool2d(HALVES),
        convolution("convolution2", 16, 32, Conv2dOptions.DEFAULT, dtype, key),
        Activation.RELU,
        new MaxPool2d(HALVES),
        new Flatten(),
        Dense.of("hidden", 32 * 5 * 5, 128, Initializer.HE, dtype, key),
        Activation.RELU,
        Dense.of("scores", 128, classes, Initializer.GLOROT, dtype, key));
  }

  private static Conv2d convolution(
      String name, int channels, int filters, Conv2dOptions options, DType dtype, Key key) {
    return Conv2d.builder(channels, filters, KERNEL, key)
        .options(options)
        .initializer(Initializer.HE)
        .dtype(dtype)
        .name(name)
        .build();
  }
}
