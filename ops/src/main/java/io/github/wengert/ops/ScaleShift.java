package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x w + b} with one weight and one bias for each position along some neighbouring axes:
 * the gain and the offset of a normalisation.
 *
 * <p>VJP: {@code x̄ = ȳ w}, {@code w̄ = Σ ȳ x}, {@code b̄ = Σ ȳ}, the latter two over all elements
 * that share the number.
 *
 * <p>Rounded once.
 *
 * @param axes all axes but those that the weight and the bias have
 */
record ScaleShift(NormalizedAxes axes) implements BuiltinOp {
  /** Returns y for a weight and a bias that lie along the axes of x from {@code axis} on. */
  static Tensor of(Tensor x, Tensor weight, Tensor bias, int axis) {
    DType.common("scaleShift", Nulls.operands("scaleShift", x, weight, bias));
    int from = x.shape().axis("scaleShift", axis);
    int to = from + weight.rank();
    if (to > x.rank()) {
      throw new ShapeException(
          "scaleShift: the weight has more axes than there are: x %s from axis %d on, weight %s (%d > %d)"
              .formatted(x.shape(), from, weight.shape(), weight.rank(), x.rank() - from));
    }
    return Autograd.apply(new ScaleShift(new NormalizedAxes(from, to)), x, weight, bias);
  }

  @Override
  public String name() {
    return "scaleShift";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape x = inputs.get(0).shape();
    axes.requireOneEach("scaleShift", x, "weight", inputs.get(1));
    axes.requireOneEach("scaleShift", x, "bias", inputs.get(2));
    return x;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Shape shape = out.shape();
    out.dtype()
        .kernels()
        .scaleShift(
            inputs.get(0).array(),
            inputs.get(1).array(),
            inputs.get(2).array(),
            axes.outer(shape),
            axes.count(shape),
            axes.inner(shape),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Tensor nothing = Tensor.zeros(weight.dtype(), weight.shape());
    return List.of(
        g -> Autograd.apply(this, g, weight, nothing), g -> axes.sum(Ops.mul(g, x)), axes::sum);
  }
}
