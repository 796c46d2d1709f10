package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.PowerFunction;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * {@code y = aᵇ}, by the rules of {@link Math#pow}.
 *
 * <p>VJP: {@code ā = b aᵇ⁻¹ ȳ}, 0 where b = 0; {@code b̄ = aᵇ ln(a) ȳ}, 0 where a = 0 and b ≥ 0;
 * both by {@link PowDerivative}, which is right at these points in higher derivatives too.
 */
record Pow() implements BinaryOp {
  @Override
  public String name() {
    return "pow";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    DoubleBinaryOperator pow =
        out.dtype() == DType.F32 ? PowerFunction::powOfFloats : PowerFunction::pow;
    out.dtype().kernels().zip(pow, a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> PowDerivative.slope(1, 0, a, b, g);
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> PowDerivative.slope(0, 1, a, b, g);
  }
}
