package io.github.wengert.ops;

/** Elements by their rank along an axis: arg max and arg min, which have no derivative. */
final class Picks {
  private Picks() {}

  private interface Search {
    int find(int outer, int length, int inner, int outerAt, int innerAt);
  }

  static Indices argmax(String operation, Tensor x, int axis) {
    return search(
        operation,
        x,
        axis,
        (outer, length, inner, o, i) ->
            x.dtype().kernels().argMax(x.array(), outer, length, inner, o, i));
  }

  static Indices argmin(String operation, Tensor x, int axis) {
    return search(
        operation,
        x,
        axis,
        (outer, length, inner, o, i) ->
            x.dtype().kernels().argMin(x.array(), outer, length, inner, o, i));
  }

  private static Indices search(String operation, Tensor x, int axis, Search search) {
    Traced.read(x, operation);
    Shape shape = x.shape();
    int along = shape.axis(operation, axis);
    int length = shape.size(along);
    if (length == 0) {
      throw new ShapeException(
          "%s: nothing to search: axis %d of %s (0 elements < 1)"
              .formatted(operation, axis, shape));
    }
    int outer = shape.elements(0, along);
    int inner = shape.elements(along + 1, shape.rank());
    Indices found =
        Indices.generate(
            shape.without(along), at -> search.find(outer, length, inner, at / inner, at % inner));
    BranchLog log = BranchLog.current();
    if (log != null) {
      log.add(operation, found.hashCode());
    }
    return found;
  }

  /** Returns the elements of {@code x} at {@code indices}, which lack the axis they point along. */
  static ValuesAndIndices at(Tensor x, int axis, Indices indices) {
    int along = x.shape().axis("gather", axis);
    Tensor kept = Ops.gather(x, along, indices.reshape(x.shape().with(along, 1)));
    return new ValuesAndIndices(Ops.squeeze(kept, along), indices);
  }
}
