package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a {@link Slice}: x at the positions of the slice, zeros elsewhere.
 *
 * <p>VJP: the slice of {@code ȳ}.
 *
 * @param slice which positions
 * @param extent the extent of the result along the axis of the slice
 */
record SliceScatter(Slice slice, int extent) implements BuiltinOp {
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
