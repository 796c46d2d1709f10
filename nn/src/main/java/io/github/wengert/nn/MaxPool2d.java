package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * The largest element of each window of images, such as {@code new MaxPool2d(Pool2dOptions.of(2))}:
 * {@code [n, channels, height, width] → [n, channels, windows down, windows across]}.
 *
 * <p>Source: CS231n, Convolutional Neural Networks, "Pooling Layer".
 *
 * @param options how the windows slide
 */
public record MaxPool2d(Pool2dOptions options) implements Layer {
  private static final String KIND = "maxPool2d";

  /** Refuses null. */
  public MaxPool2d {
    requireNonNull(options, "maxPool2d: options must not be null");
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if {@code x} is no batch of images
   * @throws IllegalArgumentException if a window is larger than the padded image
   */
  @Override
  public Tensor apply(Tensor x) {
    Images.require(KIND, x.shape());
    return Ops.maxPool2d(x, options);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Shape outputShape(Shape input) {
    Images.require(KIND, input);
    return options.outputShape(input);
  }

  @Override
  public String label() {
    return "MaxPool2d(%s)".formatted(options.kernel());
  }
}
