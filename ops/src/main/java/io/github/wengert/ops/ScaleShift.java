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
 * @param groups the elements that share a weight and a bias
 */
record ScaleShift(NormalizedAxes groups) implements BuiltinOp {
  @Override
  public String name() {
    return "scaleShift";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape x = inputs.get(0).shape();
    groups.requireOneEach("scaleShift", x, "weight", inputs.get(1));
    groups.requireOneEach("scaleShift", x, "bias", inputs.get(2));
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
            groups.outer(shape),
            groups.count(shape),
            groups.inner(shape),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.get(0);
    Tensor weight = inputs.get(1);
    Tensor nothing = Tensor.zeros(weight.dtype(), weight.shape());
    return List.of(
        g -> Autograd.apply(this, g, weight, nothing), g -> groups.sum(Ops.mul(g, x)), groups::sum);
  }
}
