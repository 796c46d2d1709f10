package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The product {@code y = Π x} along some axes; 1 if there is nothing to multiply.
 *
 * <p>VJP: {@code x̄ᵢ = ȳ Πⱼ xⱼ} over all j ≠ i, which is not {@code ȳ y / xᵢ}: it is right with
 * zeros among the factors, {@link ProdSlopes}.
 *
 * <p>Computed in double precision with an exponent beside the product, so that y overflows or
 * underflows only if it must, whatever the order of the factors.
 *
 * @param axes which axes are reduced, and whether they are kept
 */
record Prod(Axes axes) implements BuiltinOp {
  @Override
  public String name() {
    return "prod";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return axes.reduced(inputs.getFirst().shape());
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Lanes lanes = Lanes.of(axes, inputs.getFirst());
    lanes.forEach((group, from) -> out.set(group, product(lanes, from)));
  }

  private static double product(Lanes lanes, int from) {
    int end = from + lanes.length() * lanes.inner();
    double product = 1;
    long exponent = 0;
    for (int at = from; at < end; at += lanes.inner()) {
      double factor = lanes.x().get(at);
      int shift = Scaled.exponent(factor);
      product *= Scaled.shifted(factor, -shift);
      int carry = Scaled.exponent(product);
      product = Scaled.shifted(product, -carry);
      exponent += shift + carry;
    }
    return Scaled.shifted(product, exponent);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor x = inputs.getFirst();
    return List.of(
        g -> Ops.mul(axes.expand(g, x.shape()), Autograd.apply(new ProdSlopes(axes), x)));
  }
}
