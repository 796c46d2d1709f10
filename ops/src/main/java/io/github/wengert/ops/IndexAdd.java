package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
