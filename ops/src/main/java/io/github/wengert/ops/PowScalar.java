package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import io.github.wengert.ops.kernel.PowerFunction;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * {@code y = xᶜ} for a constant exponent, by the rules of {@link Math#pow}.
 *
 * <p>VJP: {@code x̄ = c xᶜ⁻¹ ȳ}, and 0 everywhere for c = 0.
 *
 * @param exponent the constant c
 */
record PowScalar(double exponent) implements UnaryOp {
  @Override
  public String name() {
    return "powScalar";
  }

  @Override
  public double value(double x) {
    return function(DType.F64).applyAsDouble(x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object x = inputs.getFirst().array();
    Object y = out.array();
    Kernels<Object> kernels = out.dtype().kernels();
    if (exponent == 2) {
      kernels.mul(x, x, y, out.elements());
    } else {
      kernels.map(function(out.dtype()), x, y, out.elements());
    }
  }

  private DoubleUnaryOperator function(DType dtype) {
    double halves = 2 * exponent;
    if (halves == Math.rint(halves) && Math.abs(halves) <= PowerFunction.MOST_HALVES) {
      return v -> PowerFunction.powOfHalves(v, (int) halves);
    }
    return dtype == DType.F32
        ? v -> PowerFunction.powOfFloats(v, exponent)
        : v -> PowerFunction.pow(v, exponent);
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return exponent == 0
        ? g -> Tensor.zeros(g.dtype(), g.shape())
        : g -> Ops.mul(g, Ops.mul(Ops.pow(x, exponent - 1), exponent));
  }
}
