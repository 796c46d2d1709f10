package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * The leaky rectifier with a learned slope: {@code y = a} for a &gt; 0, else {@code b a}, where a
 * is the input and b the slope.
 *
 * <p>VJP: {@code ā = ȳ} for a &gt; 0, else {@code b ȳ}; {@code b̄ = 0} for a &gt; 0, else {@code a
 * ȳ}. Kink at a = 0: the derivative there is the slope.
 *
 * <p>Source: He et al., Delving Deep into Rectifiers, 2015, section 2.1.
 */
record Prelu() implements BinaryOp, Piecewise {
  @Override
  public String name() {
    return "prelu";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype()
        .kernels()
        .zip((x, slope) -> x > 0 ? x : slope * x, a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    Subgradient choice = Subgradient.current();
    return g -> {
      Tensor slopes = Ops.where(Masks.positive(a), g, Ops.mul(g, b));
      if (choice == Subgradient.DEFAULT || choice == Subgradient.FIRST) {
        return slopes;
      }
      Tensor atZero = Ops.mul(g, Masks.of(b, slope -> choice.slope(slope, 1, slope)));
      return Ops.where(Masks.of(a, v -> v == 0 ? 1 : 0), atZero, slopes);
    };
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Ops.where(Masks.positive(a), Tensor.zeros(g.dtype(), g.shape()), Ops.mul(g, a));
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
