package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mean of each window of images: {@code [n, channels, height, width] → [n, channels, windows
 * down, windows across]}.
 *
 * <p>VJP: {@code ȳ}, divided by the number of its elements, to each element of the window, {@link
 * AvgPool2dVjp}.
 *
 * @param options how the windows slide
 * @param countPadding whether elements of the padding count as zeros, or not at all; what a window
 *     sees beyond the padding never counts
 */
record AvgPool2d(Pool2dOptions options, boolean countPadding) implements BuiltinOp {
  @Override
  public String name() {
    return "avgPool2d";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return MaxPool2d.shape(name(), options, inputs.getFirst().shape());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    out.dtype()
        .kernels()
        .avgPool2d(
            ImageRules.pooling(name(), options, x.shape()), countPadding, x.array(), out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Shape x = inputs.getFirst().shape();
    return List.of(g -> Autograd.apply(new AvgPool2dVjp(this, x), g));
  }
}
