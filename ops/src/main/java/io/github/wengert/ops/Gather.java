package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of x for each index: along the axis at the index, along all others where the index
 * stands, {@code y[i, j] = x[index[i, j], j]} for axis 0 of a matrix.
 *
 * <p>VJP: {@code ȳ} added up where the elements came from, {@link ScatterAdd}.
 *
 * @param axis the axis, counted from 0
 * @param indices positions along the axis, with as many axes as x and extents not above those of x
 */
record Gather(int axis, Indices indices) implements BuiltinOp {
  @Override
  public String name() {
    return "gather";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    requireFit(name(), inputs.getFirst().shape());
    return indices.shape();
  }

  /** Refuses indices that do not fit into a tensor of shape {@code x}. */
  void requireFit(String operation, Shape x) {
    Shape shape = indices.shape();
    if (shape.rank() != x.rank()) {
      throw new ShapeException(
          "%s: indices must have as many axes as the tensor: indices %s, tensor %s (%d ≠ %d)"
              .formatted(operation, shape, x, shape.rank(), x.rank()));
    }
    for (int other = 0; other < x.rank(); other++) {
      if (other != axis && shape.size(other) > x.size(other)) {
        throw new ShapeException(
            "%s: indices reach beyond axis %d: indices %s, tensor %s (%d > %d)"
                .formatted(operation, other, shape, x, shape.size(other), x.size(other)));
      }
    }
    indices.requireBelow(operation, x.size(axis));
  }

  /** Returns where each gathered element stands in the array of a tensor of shape {@code x}. */
  int[] positions(Shape x) {
    int[] positions = new int[indices.elements()];
    int[] strides = x.strides();
    int[] extents = indices.shape().toArray();
    int[] index = new int[extents.length];
    for (int i = 0; i < positions.length; i++) {
      for (int d = 0; d < index.length; d++) {
        positions[i] += strides[d] * (d == axis ? indices.get(i) : index[d]);
      }
      for (int d = index.length - 1; d >= 0 && ++index[d] == extents[d]; d--) {
        index[d] = 0;
      }
    }
    return positions;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    int[] positions = positions(x.shape());
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(x.array(), positions[i], out.array(), i, 1);
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Shape x = inputs.getFirst().shape();
    return List.of(g -> Autograd.apply(new ScatterAdd(this, x), g));
  }

  /**
   * The transpose of a {@link Gather}: each element of x is added to zeros where it would come
   * from.
   *
   * <p>VJP: {@code ȳ} gathered.
   *
   * @param gather from where
   * @param to the shape of the result
   */
  record ScatterAdd(Gather gather, Shape to) implements BuiltinOp {
    @Override
    public String name() {
      return "scatterAdd";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      gather.requireFit(name(), to);
      return to;
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Tensor x = inputs.getFirst();
      int[] positions = gather.positions(to);
      out.dtype().kernels().addAtIndices(x.array(), positions, 1, out.elements(), 1, out.array());
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      return List.of(g -> Autograd.apply(gather, g));
    }
  }
}
