package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * The mean of each window of images, such as {@code AvgPool2d.of(Pool2dOptions.of(2))}: {@code [n,
 * channels, height, width] → [n, channels, windows down, windows across]}.
 *
 * <p>Source: CS231n, Convolutional Neural Networks, "Pooling Layer".
 *
 * @param options how the windows slide
 * @param countPadding whether padding counts as zeros, or not at all
 */
public record AvgPool2d(Pool2dOptions options, boolean countPadding) implements Layer {
  private static final String KIND = "avgPool2d";

  /** Refuses null. */
  public AvgPool2d {
    requireNonNull(options, "avgPool2d: options must not be null");
  }

  /** Returns a layer whose padding, if there is any, counts as zeros. */
  public static AvgPool2d of(Pool2dOptions options) {
    return new AvgPool2d(options, true);
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
    return Ops.avgPool2d(x, options, countPadding);
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
    return "AvgPool2d(%s)".formatted(options.kernel());
  }
}
