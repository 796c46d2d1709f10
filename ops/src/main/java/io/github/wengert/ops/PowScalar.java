package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import io.github.wengert.ops.kernel.PowerFunction;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * {@code y = k xᶜ} for constants k and c, by the rules of {@link Math#pow}.
 *
 * <p>VJP: {@code x̄ = k c xᶜ⁻¹ ȳ}, by this operation; 0 everywhere for c = 0.
 *
 * <p>The factor is part of the operation because {@code xᶜ⁻¹} may overflow where {@code k c xᶜ⁻¹}
 * does not: y is rounded to the element type once.
 *
 * @param factor the constant k
 * @param exponent the constant c
 */
record PowScalar(double factor, double exponent) implements UnaryOp {
  PowScalar(double exponent) {
    this(1, exponent);
  }

  @Override
  public String name() {
    return "powScalar";
  }

  @Override
  public double value(double x) {
    return function(DType.F64).applyAsDouble(x);
  }

  @Override
  public DoubleUnaryOperator function(DType dtype) {
    if (exponent == 2) {
      return x -> factor * x * x;
    }
    DoubleUnaryOperator power = power(dtype);
    return factor == 1
        ? power
        : x -> PowerFunction.times(factor, x, exponent, power.applyAsDouble(x));
  }

  private DoubleUnaryOperator power(DType dtype) {
    double halves = 2 * exponent;
    if (halves == Math.rint(halves) && Math.abs(halves) <= PowerFunction.MOST_HALVES) {
      return x -> PowerFunction.powOfHalves(x, (int) halves);
    }
    return dtype == DType.F32
        ? x -> PowerFunction.powOfFloats(x, exponent)
        : x -> PowerFunction.pow(x, exponent);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object x = inputs.getFirst().array();
    Kernels<Object> kernels = out.dtype().kernels();
    if (exponent == 1) {
      kernels.scale(x, factor, out.array(), out.elements());
    } else if (exponent == 2 && factor == 1) {
      kernels.mul(x, x, out.array(), out.elements());
    } else {
      UnaryOp.super.compute(inputs, out);
    }
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return exponent == 0
        ? g -> Tensor.zeros(g.dtype(), g.shape())
        : g -> Ops.mul(g, Autograd.apply(new PowScalar(factor * exponent, exponent - 1), x));
  }
}
