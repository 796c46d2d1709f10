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
 * Vjp}.
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
    return List.of(g -> Autograd.apply(new Vjp(this, x), g));
  }

  /**
   * The pullback of {@link AvgPool2d}, itself an operation: each element of g is shared evenly
   * among the elements of its window.
   *
   * <p>VJP: {@code ḡ} is the mean of ȳ in each window. The two are the transposes of each other.
   *
   * @param pooling whose pullback it is
   * @param to the shape of x
   */
  record Vjp(AvgPool2d pooling, Shape to) implements BuiltinOp {
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
}
