package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link AvgPool2d}, as an operation of its own: each element of g is shared evenly
 * among the elements of its window.
 *
 * <p>VJP: {@code ḡ} is the mean of ȳ in each window. The two are the transposes of each other.
 *
 * @param pooling whose pullback it is
 * @param to the shape of x
 */
record AvgPool2dVjp(AvgPool2d pooling, Shape to) implements BuiltinOp {
  @Override
  public String name() {
    return "avgPool2dVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    ImageRules.requireCotangent(
        name(), MaxPool2d.shape(name(), pooling.options(), to), inputs.getFirst().shape());
    return to;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype()
        .kernels()
        .avgPool2dVjp(
            ImageRules.pooling(name(), pooling.options(), to),
            pooling.countPadding(),
            inputs.getFirst().array(),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(v -> Autograd.apply(pooling, v));
  }
}
