package io.github.wengert.nn;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * Joins all axes but the first, the batch, into one: {@code [n, channels, height, width] → [n,
 * channels · height · width]}. It goes between convolutions and fully-connected layers.
 */
public record Flatten() implements Layer {
  /**
   * {@inheritDoc}
   *
   * @throws LayerException if {@code x} has fewer than two axes
   */
  @Override
  public Tensor apply(Tensor x) {
    requireAxes(x.shape());
    return Ops.flatten(x, 1);
  }

  private static void requireAxes(Shape input) {
    if (input.rank() < 2) {
      throw new LayerException(
          "flatten: the input needs an axis behind the batch: %s (%d axes < 2)"
              .formatted(input, input.rank()));
    }
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Shape outputShape(Shape input) {
    requireAxes(input);
    int length = 1;
    for (int axis = 1; axis < input.rank(); axis++) {
      length = Math.multiplyExact(length, input.size(axis));
    }
    return Shape.of(input.size(0), length);
  }

  /** Returns the label. */
  @Override
  public String toString() {
    return label();
  }
}
