package io.github.wengert.nn;

import io.github.wengert.ops.Shape;

/**
 * The number of connections by which an {@link Initializer} scales weights.
 *
 * <p>For a weight {@code [out, in]} the fan-in is {@code in}, the fan-out {@code out}; further
 * axes, such as those of a kernel {@code [out, in, height, width]}, multiply both. For a
 * convolution in groups the weight is {@code [out, in / groups, height, width]}: its fan-in is what
 * one unit sees, its fan-out counts the units of all groups.
 */
public enum Fan {
  /** The connections into one unit: keeps the size of what flows forward. */
  IN,
  /** The connections out of one input: keeps the size of what flows backward. */
  OUT,
  /** The mean of both: a compromise. */
  AVERAGE;

  /**
   * Returns the number for a weight.
   *
   * @param weight {@code [out, in, ..]}
   * @throws LayerException if the shape has fewer than two axes or no elements
   */
  public double of(Shape weight) {
    if (weight.rank() < 2) {
      throw new LayerException(
          "fan: a weight needs the axes [out, in, ..]: %s (%d axes < 2)"
              .formatted(weight, weight.rank()));
    }
    if (weight.elements() == 0) {
      throw new LayerException("fan: a weight needs an element: %s (0 < 1)".formatted(weight));
    }
    double elements = weight.elements();
    double in = elements / weight.size(0);
    double out = elements / weight.size(1);
    return switch (this) {
      case IN -> in;
      case OUT -> out;
      case AVERAGE -> (in + out) / 2;
    };
  }
}
