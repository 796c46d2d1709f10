package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.GeluTanhFunctions;
import io.github.wengert.ops.kernel.NormalFunctions;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The Gaussian error linear unit {@code y = x Φ(x)}, with Φ the standard normal distribution; or
 * its tanh form {@code y = ½ x (1 + tanh u)} with {@code u = √(2/π) (x + 0.044715 x³)}, computed as
 * {@code x σ(2u)}. The limit at −∞ is −0.
 *
 * <p>VJP: {@link GeluVjp}.
 *
 * <p>Source: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016, section 2.
 *
 * @param tanhForm whether to compute the tanh form
 */
record Gelu(boolean tanhForm) implements UnaryOp {
  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public double value(double x) {
    return tanhForm ? GeluTanhFunctions.value(x) : NormalFunctions.gelu(x);
  }

  @Override
  public DoubleUnaryOperator function(DType dtype) {
    return tanhForm && dtype == DType.F32 ? GeluTanhFunctions::valueOfFloat : this::value;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    if (tanhForm) {
      UnaryOp.super.compute(inputs, out);
    } else {
      out.dtype().kernels().gelu(inputs.getFirst().array(), out.array(), out.elements());
    }
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Autograd.apply(new GeluVjp(tanhForm), x, g);
  }
}
