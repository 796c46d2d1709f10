package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.ConvolutionShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The convolution of images with filters, as networks mean it, which is the cross-correlation:
 *
 * <pre>
 *   y[n, f, i, j] = b[f] + Σ w[f, c, s, t] · x[n, c, i · stride − padding + s · dilation, j · …]
 * </pre>
 *
 * with x taken as 0 outside of the image: {@code [n, channels, height, width], [filters, channels /
 * groups, kernel height, kernel width], [filters] → [n, filters, windows down, windows across]}.
 * The bias may be absent. With groups, filter f sees the channels of its group only.
 *
 * <p>VJP: {@code x̄} by {@link InputVjp}, {@code w̄} by {@link WeightVjp}, {@code b̄ = Σ ȳ} over
 * all but the filters. The three operations are closed under differentiation: each is linear in
 * both of its operands, and its pullbacks are the other two.
 *
 * <p>Each element is one chain of fused multiply-adds that starts from the bias. Source: CS231n,
 * Convolutional Neural Networks, "Convolutional Layer".
 *
 * @param options how the filters slide
 */
record Conv2d(Conv2dOptions options) implements BuiltinOp {
  @Override
  public String name() {
    return "conv2d";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape x = inputs.get(0).shape();
    Shape weight = inputs.get(1).shape();
    Shape result = shape(x, weight);
    if (inputs.size() > 2) {
      Shape bias = inputs.get(2).shape();
      if (!bias.equals(weight.slice(0, 1))) {
        throw new ShapeException(
            "conv2d: one bias is needed for each filter: weight %s, bias %s (%s ≠ %s)"
                .formatted(weight, bias, weight.slice(0, 1), bias));
      }
    }
    return result;
  }

  /** Returns the shape of the result for operands of these shapes. */
  Shape shape(Shape x, Shape weight) {
    ConvolutionShape sizes = ImageRules.convolution(name(), options, x, weight);
    return ImageRules.result(x, weight.size(0), sizes.rows(), sizes.columns());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    out.dtype()
        .kernels()
        .conv2d(
            ImageRules.convolution(name(), options, x.shape(), weight.shape()),
            x.array(),
            weight.array(),
            inputs.size() > 2 ? inputs.get(2).array() : null,
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    List<@Nullable Pullback<Tensor>> pullbacks = new ArrayList<>();
    pullbacks.add(g -> Autograd.apply(InputVjp.of(options, x), g, weight));
    pullbacks.add(g -> Autograd.apply(WeightVjp.of(options, weight), g, x));
    if (inputs.size() > 2) {
      // In two steps that are contiguous sums.
      pullbacks.add(g -> Ops.sum(Ops.sum(g, 2, 3), 0));
    }
    return pullbacks;
  }

  /**
   * The pullback of {@link Conv2d} by x, itself an operation, also called transposed convolution:
   * each element of g, times its filter, is added to the pixels that its window sees, {@code [n,
   * filters, windows down, windows across], [filters, channels / groups, kernel height, kernel
   * width] → [n, channels, height, width]}.
   *
   * <p>VJP: with ȳ of the shape of x, {@code ḡ} is the convolution of ȳ, and {@code w̄} is {@link
   * WeightVjp} of g and ȳ.
   *
   * @param options how the filters slide
   * @param image the height and width of x, which those of g do not tell if the stride is not 1
   */
  record InputVjp(Conv2dOptions options, Size2d image) implements BuiltinOp {
    static InputVjp of(Conv2dOptions options, Tensor x) {
      return new InputVjp(options, new Size2d(x.shape().size(2), x.shape().size(3)));
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
      Shape x =
          Shape.of(g.size(0), weight.size(1) * options.groups(), image.height(), image.width());
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
          v -> Autograd.apply(WeightVjp.of(options, weight), g, v));
    }
  }

  /**
   * The pullback of {@link Conv2d} by its weight, itself an operation: each element of g, times
   * what its window sees of x, is added to the filter, {@code [n, filters, windows down, windows
   * across], [n, channels, height, width] → [filters, channels / groups, kernel height, kernel
   * width]}.
   *
   * <p>VJP: with ȳ of the shape of the weight, {@code ḡ} is the convolution of x with ȳ, and {@code
   * x̄} is {@link InputVjp} of g and ȳ.
   *
   * <p>Each element is one chain of fused multiply-adds through all windows of all samples.
   *
   * @param options how the filters slide
   * @param kernel the height and width of the filters, which the other shapes do not tell if the
   *     stride is not 1
   */
  record WeightVjp(Conv2dOptions options, Size2d kernel) implements BuiltinOp {
    static WeightVjp of(Conv2dOptions options, Tensor weight) {
      return new WeightVjp(options, new Size2d(weight.shape().size(2), weight.shape().size(3)));
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
          v -> Autograd.apply(InputVjp.of(options, x), g, v));
    }
  }
}
