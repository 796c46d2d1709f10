package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code yᵢ = xᵢ − ln Σⱼ e^xⱼ} along one axis: the logarithm of the softmax; any shape.
 *
 * <p>VJP: {@code x̄ = ȳ − e^y Σ ȳ}.
 *
 * <p>Computed through log-sum-exp: no logarithm of a rounded probability is taken.
 *
 * @param axis the axis, counted from 0
 */
record LogSoftmax(int axis) implements BuiltinOp {
  @Override
  public String name() {
    return "logSoftmax";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return inputs.getFirst().shape();
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Shape shape = out.shape();
    out.dtype()
        .kernels()
        .logSoftmax(
            inputs.getFirst().array(),
            shape.elements(0, axis),
            shape.size(axis),
            shape.elements(axis + 1, shape.rank()),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(g -> Ops.sub(g, Ops.mul(Ops.exp(output), Ops.sumKeepingAxes(g, axis))));
  }
}
