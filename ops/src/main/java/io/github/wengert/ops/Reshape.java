package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same elements, row by row, in another shape. Free: the array is shared.
 *
 * <p>VJP: {@code x̄ = ȳ} in the shape of x.
 *
 * @param to the shape of the result, with as many elements
 */
record Reshape(Shape to) implements BuiltinOp {
  /** Returns {@code extents} with a −1 replaced by what is left of the elements of {@code from}. */
  static Shape inferred(Shape from, int[] extents) {
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

  /** Returns {@code shape} with the axes from {@code fromAxis} on made into one. */
  static Shape flattened(Shape shape, int fromAxis) {
    if (shape.rank() == 0 && (fromAxis == 0 || fromAxis == -1)) {
      return Shape.of(1);
    }
    int from = shape.axis("flatten", fromAxis);
    return shape.slice(0, from).concat(Shape.of(shape.elements(from, shape.rank())));
  }

  /** Returns {@code shape} with a new axis of extent 1, at {@code axis} of the result. */
  static Shape expanded(String operation, Shape shape, int axis) {
    int at = axis < 0 ? axis + shape.rank() + 1 : axis;
    if (at < 0 || at > shape.rank()) {
      throw new ShapeException(
          "%s: no such axis: axis %d of a result with one more than %s (%d not in [%d, %d))"
              .formatted(operation, axis, shape, axis, -shape.rank() - 1, shape.rank() + 1));
    }
    return shape.slice(0, at).concat(Shape.of(1)).concat(shape.slice(at, shape.rank()));
  }

  /** Returns {@code shape} without an axis, whose extent must be 1. */
  static Shape squeezed(Shape shape, int axis) {
    int at = shape.axis("squeeze", axis);
    if (shape.size(at) != 1) {
      throw new ShapeException(
          "squeeze: the axis must have extent 1: axis %d of %s (%d ≠ 1)"
              .formatted(axis, shape, shape.size(at)));
    }
    return shape.without(at);
  }

  @Override
  public String name() {
    return "reshape";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape from = inputs.getFirst().shape();
    if (from.elements() != to.elements()) {
      throw new ShapeException(
          "reshape: numbers of elements differ: %s → %s (%d ≠ %d)"
              .formatted(from, to, from.elements(), to.elements()));
    }
    return to;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype().kernels().copy(inputs.getFirst().array(), out.array());
  }

  @Override
  public Tensor forward(List<Tensor> inputs) {
    return inputs.getFirst().viewedAs(shape(inputs)); // the same value to a trace
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(g -> Ops.reshape(g, inputs.getFirst().shape()));
  }
}
