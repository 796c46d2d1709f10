package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.ConvolutionShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link Conv2d} by x, as an operation of its own, also called transposed
 * convolution: each element of g, times its filter, is added to the pixels that its window sees,
 * {@code [n, filters, windows down, windows across], [filters, channels / groups, kernel height,
 * kernel width] → [n, channels, height, width]}.
 *
 * <p>VJP: with ȳ of the shape of x, {@code ḡ} is the convolution of ȳ, and {@code w̄} is {@link
 * Conv2dWeightVjp} of g and ȳ.
 *
 * @param options how the filters slide
 * @param image the height and width of x, which those of g do not tell if the stride is not 1
 */
record Conv2dInputVjp(Conv2dOptions options, Size2d image) implements BuiltinOp {
  static Conv2dInputVjp of(Conv2dOptions options, Tensor x) {
    return new Conv2dInputVjp(options, new Size2d(x.shape().size(2), x.shape().size(3)));
  }

  @Override
  public String name() {
    return "conv2dInputVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape g = inputs.get(0).shape();
    Shape weight = inputs.get(1).shape();
    ImageRules.requireImages(name(), g);
    Shape x = Shape.of(g.size(0), weight.size(1) * options.groups(), image.height(), image.width());
    ConvolutionShape sizes = ImageRules.convolution(name(), options, x, weight);
    ImageRules.requireCotangent(
        name(), ImageRules.result(x, weight.size(0), sizes.rows(), sizes.columns()), g);
    return x;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor g = inputs.get(0);
    Tensor weight = inputs.get(1);
    out.dtype()
        .kernels()
        .conv2dInputVjp(
            ImageRules.convolution(name(), options, out.shape(), weight.shape()),
            g.array(),
            weight.array(),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor g = inputs.get(0);
    Tensor weight = inputs.get(1);
    return List.of(
        v -> Autograd.apply(new Conv2d(options), v, weight),
        v -> Autograd.apply(Conv2dWeightVjp.of(options, weight), g, v));
  }
}
