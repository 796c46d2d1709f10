package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link SquaredError}, as an operation of its own: {@code y = 2 g (a − b) /
 * divisor}; a and b of one shape, g a scalar.
 *
 * <p>VJP: {@code ā = 2 g ȳ / divisor}, {@code b̄ = −ā}, {@code ḡ = 2 Σ ȳ (a − b) / divisor}.
 *
 * @param divisor what the sum was divided by
 */
record SquaredErrorVjp(double divisor) implements BuiltinOp {
  @Override
  public String name() {
    return "squaredErrorVjp";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return inputs.getFirst().shape();
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    compute(divisor, inputs.get(0), inputs.get(1), inputs.get(2), out);
  }

  static void compute(double divisor, Tensor a, Tensor b, Tensor g, Tensor out) {
    Kernels<Object> kernels = out.dtype().kernels();
    int n = out.elements();
    kernels.sub(a.array(), b.array(), out.array(), n);
    kernels.scale(out.array(), 2 * g.get(0) / divisor, out.array(), n);
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    Tensor cotangent = inputs.get(2);
    return List.of(
        g -> Ops.mul(Ops.mul(g, cotangent), 2 / divisor),
        g -> Ops.mul(Ops.mul(g, cotangent), -2 / divisor),
        g -> Ops.mul(Ops.sum(Ops.mul(g, Ops.sub(a, b))), 2 / divisor));
  }
}
