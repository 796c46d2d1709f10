package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = a b}, element by element, and 0 where the weight a is 0, whatever b is: {@code 0 · ∞}
 * and {@code 0 · NaN} are 0 here. This is how a pullback leaves out a branch that lost, by weights
 * that are 0 there.
 *
 * <p>VJP: {@code ā = b ȳ}, {@code b̄ = a ȳ}, by this operation: {@code b̄} is 0 where the weight
 * is, and {@code ā} where the cotangent is. The derivative for a weight of 0 is that of the
 * product.
 */
record Weigh() implements BinaryOp {
  @Override
  public String name() {
    return "weigh";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    out.dtype().kernels().mul(a, inputs.get(1).array(), out.array(), out.elements());
    out.dtype().kernels().select(a, out.array(), a, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return g -> BranchMasks.weigh(g, b);
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> BranchMasks.weigh(a, g);
  }
}
