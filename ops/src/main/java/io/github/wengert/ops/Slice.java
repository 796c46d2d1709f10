package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every step-th element along an axis: positions {@code start, start + step, …}, {@code count} of
 * them.
 *
 * <p>VJP: {@code ȳ} at these positions among zeros, {@link Scatter}.
 *
 * @param axis the axis, counted from 0
 * @param start the first position, in range unless count is 0
 * @param step the distance, at least 1
 * @param count how many positions, all in range
 */
record Slice(int axis, int start, int step, int count) implements BuiltinOp {
  /** Returns the slice {@code [start, end)}, where negative positions count from the end. */
  static Tensor of(Tensor x, int axis, int start, int end, int step) {
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

  @Override
  public String name() {
    return "slice";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return inputs.getFirst().shape().with(axis, count);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    int[] strides = x.shape().strides();
    int offset = start * strides[axis];
    strides[axis] *= step;
    out.dtype().kernels().gather(x.array(), offset, strides, out.shape().toArray(), out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    int extent = inputs.getFirst().shape().size(axis);
    return List.of(g -> Autograd.apply(new Scatter(this, extent), g));
  }

  /**
   * The transpose of a {@link Slice}: x at the positions of the slice, zeros elsewhere.
   *
   * <p>VJP: the slice of {@code ȳ}.
   *
   * @param slice which positions
   * @param extent the extent of the result along the axis of the slice
   */
  record Scatter(Slice slice, int extent) implements BuiltinOp {
    @Override
    public String name() {
      return "sliceScatter";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      return inputs.getFirst().shape().with(slice.axis(), extent);
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Tensor x = inputs.getFirst();
      int[] strides = out.shape().strides();
      int offset = slice.start() * strides[slice.axis()];
      strides[slice.axis()] *= slice.step();
      out.dtype().kernels().fill(out.array(), 0);
      out.dtype().kernels().scatter(x.array(), out.array(), offset, strides, x.shape().toArray());
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> Autograd.apply(slice, g));
    }
  }
}
