package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.ConvolutionShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link Conv2d} by its weight, as an operation of its own: each element of g,
 * times what its window sees of x, is added to the filter, {@code [n, filters, windows down,
 * windows across], [n, channels, height, width] → [filters, channels / groups, kernel height,
 * kernel width]}.
 *
 * <p>VJP: with ȳ of the shape of the weight, {@code ḡ} is the convolution of x with ȳ, and {@code
 * x̄} is {@link Conv2dInputVjp} of g and ȳ.
 *
 * <p>Each element is one chain of fused multiply-adds through all windows of all samples.
 *
 * @param options how the filters slide
 * @param kernel the height and width of the filters, which the other shapes do not tell if the
 *     stride is not 1
 */
record Conv2dWeightVjp(Conv2dOptions options, Size2d kernel) implements BuiltinOp {
  static Conv2dWeightVjp of(Conv2dOptions options, Tensor weight) {
    return new Conv2dWeightVjp(options, new Size2d(weight.shape().size(2), weight.shape().size(3)));
  }

  @Override
  public String name() {
    return "conv2dWeightVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape g = inputs.get(0).shape();
    Shape x = inputs.get(1).shape();
    ImageRules.requireImages(name(), g);
    ImageRules.requireImages(name(), x);
    Shape weight =
        Shape.of(g.size(1), x.size(1) / options.groups(), kernel.height(), kernel.width());
    ConvolutionShape sizes = ImageRules.convolution(name(), options, x, weight);
    ImageRules.requireCotangent(
        name(), ImageRules.result(x, weight.size(0), sizes.rows(), sizes.columns()), g);
    return weight;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor g = inputs.get(0);
    Tensor x = inputs.get(1);
    out.dtype()
        .kernels()
        .conv2dWeightVjp(
            ImageRules.convolution(name(), options, x.shape(), out.shape()),
            g.array(),
            x.array(),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor g = inputs.get(0);
    Tensor x = inputs.get(1);
    return List.of(
        v -> Autograd.apply(new Conv2d(options), x, v),
        v -> Autograd.apply(Conv2dInputVjp.of(options, x), g, v));
  }
}
