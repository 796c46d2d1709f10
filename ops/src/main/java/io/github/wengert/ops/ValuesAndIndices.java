package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

/**
 * Elements selected along an axis, and their positions.
 *
 * @param values the elements
 * @param indices their positions along the axis, in the same shape; they have no derivative
 */
public record ValuesAndIndices(Tensor values, Indices indices) {
  /** Refuses what is missing. */
  public ValuesAndIndices {
    requireNonNull(values, "valuesAndIndices: values must not be null");
    requireNonNull(indices, "valuesAndIndices: indices must not be null");
  }

  /** Picks the elements at {@code indices}, whose shape lacks the axis that they point along. */
  static ValuesAndIndices of(Tensor x, int axis, Indices indices) {
    int along = x.shape().axis("gather", axis);
    Tensor kept = Ops.gather(x, along, indices.reshape(x.shape().with(along, 1)));
    return new ValuesAndIndices(Ops.squeeze(kept, along), indices);
  }
}
