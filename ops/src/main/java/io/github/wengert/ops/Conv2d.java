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
 * <p>VJP: {@code x̄} by {@link Conv2dInputVjp}, {@code w̄} by {@link Conv2dWeightVjp}, {@code b̄ =
 * Σ ȳ} over all but the filters. The three operations are closed under differentiation: each is
 * linear in both of its operands, and its pullbacks are the other two.
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
    pullbacks.add(g -> Autograd.apply(Conv2dInputVjp.of(options, x), g, weight));
    pullbacks.add(g -> Autograd.apply(Conv2dWeightVjp.of(options, weight), g, x));
    if (inputs.size() > 2) {
      // In two steps that are contiguous sums.
      pullbacks.add(g -> Ops.sum(Ops.sum(g, 2, 3), 0));
    }
    return pullbacks;
  }
}
