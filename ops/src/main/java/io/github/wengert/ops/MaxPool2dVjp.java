package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link MaxPool2d}, as an operation of its own: each element of g is added to the
 * first largest element of its window. Operands: x, and g of the shape of the pooled x.
 *
 * <p>VJP: {@code ḡ} is what ȳ is at the largest elements of x; x has no derivative.
 *
 * @param options how the windows slide
 */
record MaxPool2dVjp(Pool2dOptions options) implements BuiltinOp, Piecewise {
  @Override
  public String name() {
    return "maxPool2dVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape x = inputs.get(0).shape();
    ImageRules.requireCotangent(name(), MaxPool2d.shape(name(), options, x), inputs.get(1).shape());
    return x;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.get(0);
    out.dtype()
        .kernels()
        .maxPool2dVjp(
            ImageRules.pooling(name(), options, x.shape()),
            x.array(),
            inputs.get(1).array(),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.getFirst();
    return Arrays.asList(null, v -> atLargest(x, v));
  }

  private Tensor atLargest(Tensor x, Tensor v) {
    Indices positions = Indices.of(MaxPool2d.positions(options, x));
    Tensor picked = Ops.gather(Ops.reshape(v, Shape.of(v.elements())), 0, positions);
    return Ops.reshape(picked, MaxPool2d.shape(name(), options, x.shape()));
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return MaxPool2d.winners(options, inputs.getFirst());
  }
}
