package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.List;

/** Joining tensors along an axis, and taking parts along one: what the facade checks beforehand. */
final class Joins {
  private Joins() {}

  static Tensor concat(List<Tensor> tensors, int axis) {
    requireSome("concat", tensors);
    int along = tensors.getFirst().shape().axis("concat", axis);
    return Autograd.apply(new Concat(along), List.copyOf(tensors));
  }

  static Tensor stack(List<Tensor> tensors, int axis) {
    requireSome("stack", tensors);
    Shape first = tensors.getFirst().shape();
    for (Tensor tensor : tensors) {
      if (!tensor.shape().equals(first)) {
        throw new ShapeException(
            "stack: shapes differ: (%s ≠ %s)".formatted(first, tensor.shape()));
      }
    }
    DType.common("stack", tensors);
    Shape slice = Shapes.expanded("stack", first, axis);
    List<Tensor> slices = tensors.stream().map(tensor -> Ops.reshape(tensor, slice)).toList();
    return concat(slices, axis < 0 ? axis + slice.rank() : axis);
  }

  private static void requireSome(String operation, List<Tensor> tensors) {
    Nulls.requireAll(operation, "tensors", tensors);
    if (tensors.isEmpty()) {
      throw new ShapeException(
          "%s: there must be a tensor to join: (0 tensors < 1)".formatted(operation));
    }
  }

  static Tensor slice(Tensor x, int axis, int start, int end, int step) {
    int along = x.shape().axis("slice", axis);
    int extent = x.shape().size(along);
    int from = start < 0 ? start + extent : start;
    int to = end < 0 ? end + extent : end;
    if (from < 0 || from > to || to > extent) {
      throw new IndexException(
          "slice: positions are out of range: [%d, %d) of axis %d of %s (%d, %d not in 0 ≤ start ≤ end ≤ %d)"
              .formatted(start, end, axis, x.shape(), from, to, extent));
    }
    if (step < 1) {
      throw new AttributeException("slice: the step must be positive: (%d < 1)".formatted(step));
    }
    int count = from == to ? 0 : (to - from - 1) / step + 1;
    return Autograd.apply(new Slice(along, from, step, count), x);
  }

  static Tensor indexSelect(String operation, Tensor x, int axis, Indices indices) {
    int along = x.shape().axis(operation, axis);
    indices.requireBelow(operation, x.shape().size(along));
    Indices flat = indices.reshape(Shape.of(indices.elements()));
    Tensor selected = Autograd.apply(new IndexSelect(along, flat), x);
    Shape result =
        x.shape()
            .slice(0, along)
            .concat(indices.shape())
            .concat(x.shape().slice(along + 1, x.rank()));
    return Ops.reshape(selected, result);
  }
}
