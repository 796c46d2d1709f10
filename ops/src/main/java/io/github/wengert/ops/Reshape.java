package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
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
