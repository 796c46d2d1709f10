package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = aᵇ}, by the rules of {@link Math#pow}.
 *
 * <p>VJP: {@code ā = b aᵇ⁻¹ ȳ}, 0 where b = 0; {@code b̄ = y ln(a) ȳ}, 0 where a = 0 and b ≥ 0. In
 * both cases the base is replaced by 1, so that the branch not taken stays finite in higher
 * derivatives too.
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
    out.dtype().kernels().zip(Math::pow, a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> {
      Tensor base = Ops.where(Masks.of(b, e -> e == 0 ? 1 : 0), Masks.of(a, v -> 1), a);
      return Ops.mul(g, Ops.mul(b, Ops.pow(base, Ops.sub(b, 1))));
    };
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> {
      Tensor atZero = Masks.of(a, b, (v, e) -> v == 0 && e >= 0 ? 1 : 0);
      Tensor base = Ops.where(atZero, Masks.of(a, v -> 1), a);
      return Ops.mul(g, Ops.mul(y, Ops.log(base)));
    };
  }
}
