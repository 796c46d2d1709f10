package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slices of x at some positions along an axis, in the order of the indices, which may repeat:
 * {@code [outer, extent, inner] → [outer, indices, inner]}.
 *
 * <p>VJP: {@code ȳ} added up at these positions, {@link IndexAdd}.
 *
 * @param axis the axis, counted from 0
 * @param indices the positions, of shape {@code [n]}
 */
record IndexSelect(int axis, Indices indices) implements BuiltinOp {
  /**
   * Returns the slices at indices of any shape, whose axes take the place of the axis; called
   * {@code operation} in messages.
   */
  static Tensor of(String operation, Tensor x, int axis, Indices indices) {
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

  @Override
  public String name() {
    return "indexSelect";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape x = inputs.getFirst().shape();
    indices.requireBelow(name(), x.size(axis));
    return x.with(axis, indices.elements());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    int outer = x.shape().elements(0, axis);
    int extent = x.shape().size(axis);
    int inner = x.shape().elements(axis + 1, x.rank());
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.elements(); i++) {
        int from = (o * extent + indices.get(i)) * inner;
        int to = (o * indices.elements() + i) * inner;
        System.arraycopy(x.array(), from, out.array(), to, inner);
      }
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    int extent = inputs.getFirst().shape().size(axis);
    return List.of(g -> Autograd.apply(new IndexAdd(this, extent), g));
  }

  /**
   * The transpose of an {@link IndexSelect}: each slice of x is added to zeros at its position.
   *
   * <p>VJP: the selection of {@code ȳ}.
   *
   * @param select which positions
   * @param extent the extent of the result along the axis
   */
  record IndexAdd(IndexSelect select, int extent) implements BuiltinOp {
    @Override
    public String name() {
      return "indexAdd";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      select.indices().requireBelow(name(), extent);
      return inputs.getFirst().shape().with(select.axis(), extent);
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Tensor x = inputs.getFirst();
      Indices indices = select.indices();
      int outer = x.shape().elements(0, select.axis());
      int inner = x.shape().elements(select.axis() + 1, x.rank());
      out.dtype()
          .kernels()
          .addAtIndices(x.array(), indices.array(), outer, extent, inner, out.array());
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> Autograd.apply(select, g));
    }
  }
}
