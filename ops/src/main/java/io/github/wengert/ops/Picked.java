package io.github.wengert.ops;

/**
 * Elements that were picked by index along an axis, and where they stood.
 *
 * @param values the elements
 * @param indices their positions along the axis, in the same shape; they have no derivative
 */
public record Picked(Tensor values, Indices indices) {}
