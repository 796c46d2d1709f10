package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pullback of {@link Relu}, as an operation of its own: {@code y = b} where a &gt; 0 or a is
 * NaN, else 0, with a the input of the rectifier and b the cotangent.
 *
 * <p>VJP: {@code b̄} is the same choice from {@code ȳ}; a has no derivative.
 */
record ReluVjp() implements BinaryOp, Piecewise {
  @Override
  public String name() {
    return "reluVjp";
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object a = inputs.get(0).array();
    Object b = inputs.get(1).array();
    out.dtype().kernels().reluVjp(a, b, out.array(), out.elements());
  }

  @Override
  public @Nullable Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y) {
    return null;
  }

  @Override
  public Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y) {
    return g -> Autograd.apply(this, a, g);
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
