package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The elements repeated along axes of extent 1 and along new axes in front, by NumPy's rule. All
 * broadcasting goes through this operation, so all <em>un</em>-broadcasting is its VJP.
 *
 * <p>VJP: {@code ȳ} summed over the repeated axes.
 *
 * @param to the shape of the result
 */
record BroadcastTo(Shape to) implements BuiltinOp {
  @Override
  public String name() {
    return "broadcastTo";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape from = inputs.getFirst().shape();
    int added = to.rank() - from.rank();
    if (added < 0) {
      throw new ShapeException(
          "broadcastTo: the result would have fewer axes: %s → %s (%d < %d)"
              .formatted(from, to, to.rank(), from.rank()));
    }
    for (int axis = 0; axis < from.rank(); axis++) {
      int extent = from.size(axis);
      if (extent != 1 && extent != to.size(axis + added)) {
        throw new ShapeException(
            "broadcastTo: only an extent of 1 can be repeated: %s → %s (%d ≠ %d)"
                .formatted(from, to, extent, to.size(axis + added)));
      }
    }
    return to;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    int added = to.rank() - x.rank();
    int[] strides = new int[to.rank()];
    int[] dense = x.shape().strides();
    for (int axis = 0; axis < x.rank(); axis++) {
      strides[axis + added] = x.shape().size(axis) == 1 ? 0 : dense[axis];
    }
    out.dtype().kernels().gather(x.array(), 0, strides, to.toArray(), out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Shape from = inputs.getFirst().shape();
    int[] repeated = repeatedAxes(from);
    return List.of(
        g -> Ops.reshape(repeated.length == 0 ? g : Ops.sumKeepingAxes(g, repeated), from));
  }

  private int[] repeatedAxes(Shape from) {
    int added = to.rank() - from.rank();
    return IntStream.range(0, to.rank())
        .filter(axis -> axis < added || from.size(axis - added) != to.size(axis))
        .toArray();
  }
}
