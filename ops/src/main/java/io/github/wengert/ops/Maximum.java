package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * {@code y = max(a, b)}, NaN if either is: the router of gradients.
 *
 * <p>VJP: {@code ȳ} to the larger operand, exactly 0 to the other. Kink at a = b: half to each.
 */
record Maximum() implements BinaryOp, Piecewise {
  @Override
  public String name() {
    return "maximum";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().maximum(a, b, out.array(), out.elements());
  }

  @Override
  public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    double tie = Subgradient.current().shareOfFirst();
    return g -> BranchMasks.weigh(BranchMasks.of(a, b, (v, w) -> v == w ? tie : v < w ? 0 : 1), g);
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    double tie = 1 - Subgradient.current().shareOfFirst();
    return g -> BranchMasks.weigh(BranchMasks.of(a, b, (v, w) -> v == w ? tie : v > w ? 0 : 1), g);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return BranchLog.signs(BranchMasks.of(a, b, (v, w) -> v == w ? 0 : v > w ? 1 : -1));
  }

  /**
   * {@code y = min(a, b)}, NaN if either is.
   *
   * <p>VJP: {@code ȳ} to the smaller operand, exactly 0 to the other. Kink at a = b: half to each.
   */
  record Minimum() implements BinaryOp, Piecewise {
    @Override
    public String name() {
      return "minimum";
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Object a = inputs.get(0).array();
      Object b = inputs.get(1).array();
      out.dtype().kernels().minimum(a, b, out.array(), out.elements());
    }

    @Override
    public Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
      double tie = Subgradient.current().shareOfFirst();
      return g ->
          BranchMasks.weigh(BranchMasks.of(a, b, (v, w) -> v == w ? tie : v > w ? 0 : 1), g);
    }

    @Override
    public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
      double tie = 1 - Subgradient.current().shareOfFirst();
      return g ->
          BranchMasks.weigh(BranchMasks.of(a, b, (v, w) -> v == w ? tie : v < w ? 0 : 1), g);
    }

    @Override
    public long winners(List<Tensor> inputs, Tensor output) {
      Tensor a = inputs.get(0);
      Tensor b = inputs.get(1);
      return BranchLog.signs(BranchMasks.of(a, b, (v, w) -> v == w ? 0 : v > w ? 1 : -1));
    }
  }
}
