package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.DoubleFunctions;
import io.github.wengert.ops.kernel.Kernels;
import java.util.List;

/**
 * {@code y = ln σ(x)}.
 *
 * <p>VJP: {@code x̄ = σ(−x) ȳ}.
 *
 * <p>Computed as {@code min(x, 0) − log1p(e^−|x|)}, which neither overflows nor gives ln 0.
 */
record LogSigmoid() implements UnaryOp {
  @Override
  public String name() {
    return "logSigmoid";
  }

  @Override
  public double value(double x) {
    return -DoubleFunctions.softplus(-x);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Object y = out.array();
    Kernels<Object> kernels = out.dtype().kernels();
    kernels.scale(inputs.getFirst().array(), -1, y, out.elements());
    kernels.softplus(y, y, out.elements());
    kernels.scale(y, -1, y, out.elements());
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.mul(g, Ops.sigmoid(Ops.neg(x)));
  }
}
