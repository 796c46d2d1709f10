package io.github.wengert.ops;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/** The shapes that the shape operations result in. */
final class Shapes {
  private Shapes() {}

  /** Returns {@code extents} with a −1 replaced by what is left of the elements of {@code from}. */
  static Shape withInferredExtent(Shape from, int[] extents) {
    int inferred = -1;
    long known = 1;
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] < -1) {
        throw new ShapeException(
            "reshape: an extent is negative: %s → %s (%d < 0)"
                .formatted(from, Arrays.toString(extents), extents[i]));
      }
      if (extents[i] != -1) {
        known = Math.min(known * extents[i], Integer.MAX_VALUE + 1L);
      } else if (inferred >= 0) {
        throw new ShapeException(
            "reshape: only one extent can be inferred: %s → %s (axes %d and %d)"
                .formatted(from, Arrays.toString(extents), inferred, i));
      } else {
        inferred = i;
      }
    }
    if (inferred < 0) {
      return Shape.of(extents);
    }
    if (known == 0) {
      throw new ShapeException(
          "reshape: any extent would do beside a 0: %s → %s (axis %d)"
              .formatted(from, Arrays.toString(extents), inferred));
    }
    if (from.elements() % known != 0) {
      throw new ShapeException(
          "reshape: the elements cannot be divided evenly: %s → %s (%d is no multiple of %d)"
              .formatted(from, Arrays.toString(extents), from.elements(), known));
    }
    int[] complete = extents.clone();
    complete[inferred] = (int) (from.elements() / known);
    return Shape.of(complete);
  }

  static Shape flattened(Shape shape, int fromAxis) {
    if (shape.rank() == 0 && (fromAxis == 0 || fromAxis == -1)) {
      return Shape.of(1);
    }
    int from = shape.axis("flatten", fromAxis);
    return shape.slice(0, from).concat(Shape.of(shape.elements(from, shape.rank())));
  }

  static Shape expanded(String operation, Shape shape, int axis) {
    int at = axis < 0 ? axis + shape.rank() + 1 : axis;
    if (at < 0 || at > shape.rank()) {
      throw new ShapeException(
          "%s: no such axis: axis %d of a result with one more than %s (%d not in [%d, %d))"
              .formatted(operation, axis, shape, axis, -shape.rank() - 1, shape.rank() + 1));
    }
    return shape.slice(0, at).concat(Shape.of(1)).concat(shape.slice(at, shape.rank()));
  }

  static Shape squeezed(Shape shape, int axis) {
    int at = shape.axis("squeeze", axis);
    if (shape.size(at) != 1) {
      throw new ShapeException(
          "squeeze: the axis must have extent 1: axis %d of %s (%d ≠ 1)"
              .formatted(axis, shape, shape.size(at)));
    }
    return shape.without(at);
  }

  static int[] swapped(Shape shape, int axisA, int axisB) {
    int a = shape.axis("transpose", axisA);
    int b = shape.axis("transpose", axisB);
    int[] order = new int[shape.rank()];
    Arrays.setAll(order, axis -> axis == a ? b : axis == b ? a : axis);
    return order;
  }

  /** Returns {@code order} counted from 0; refuses it unless it names each axis once. */
  static ImmutableIntArray order(Shape shape, int[] order) {
    if (order.length != shape.rank()) {
      throw new ShapeException(
          "permute: each axis must be named once: order %s of %s (%d ≠ %d)"
              .formatted(Arrays.toString(order), shape, order.length, shape.rank()));
    }
    if (shape.rank() > 0) {
      shape.axes("permute", order);
    }
    int[] counted = Arrays.stream(order).map(axis -> shape.axis("permute", axis)).toArray();
    return ImmutableIntArray.copyOf(counted);
  }
}
