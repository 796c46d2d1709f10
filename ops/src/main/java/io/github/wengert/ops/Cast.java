package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;

/**
 * The same numbers in another element type, rounded to it.
 *
 * <p>VJP: {@code x̄ = ȳ}, in the type of x.
 *
 * @param to the element type of the result
 */
record Cast(DType to) implements UnaryOp {
  @Override
  public String name() {
    return "cast";
  }

  @Override
  public double value(double x) {
    return x;
  }

  @Override
  public DType dtype(List<Tensor> inputs) {
    return to;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    for (int i = 0; i < x.elements(); i++) {
      out.set(i, x.get(i));
    }
  }

  @Override
  public Pullback<Tensor> vjp(Tensor x, Tensor y) {
    return g -> Ops.to(g, x.dtype());
  }
}
