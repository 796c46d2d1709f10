package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code yᵢ = e^xᵢ / Σⱼ e^xⱼ} along one axis; any shape.
 *
 * <p>VJP: {@code x̄ = y (ȳ − Σ ȳ y)}.
 *
 * <p>The maximum is subtracted first, so nothing overflows. Source: CS231n, Linear classification,
 * "Softmax classifier", practical issues.
 *
 * @param axis the axis, counted from 0
 */
record Softmax(int axis) implements BuiltinOp {
  @Override
  public String name() {
    return "softmax";
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
        .softmax(
            inputs.getFirst().array(),
            shape.elements(0, axis),
            shape.size(axis),
            shape.elements(axis + 1, shape.rank()),
            out.array());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(g -> Ops.mul(output, Ops.sub(g, Ops.sumKeepingAxes(Ops.mul(g, output), axis))));
  }
}
