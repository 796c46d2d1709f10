package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a {@link Gather}: each element of x is added to zeros where it would come from.
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
