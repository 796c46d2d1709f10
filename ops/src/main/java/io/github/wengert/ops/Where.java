package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = a} where the condition is not 0, else {@code b}; three tensors of one shape.
 *
 * <p>VJP: {@code ȳ} to the operand that was chosen, exactly 0 to the other; the condition has no
 * derivative.
 */
record Where() implements BuiltinOp, Piecewise {
  /** Returns y of operands that are broadcast together. */
  static Tensor broadcasting(Tensor condition, Tensor a, Tensor b) {
    Where where = new Where();
    where.dtype(Nulls.operands("where", condition, a, b));
    Shape ofBoth = Shape.broadcast("where", "shapes", condition.shape(), a.shape());
    Shape shape = Shape.broadcast("where", "shapes", ofBoth, b.shape());
    return Autograd.apply(
        where,
        Ops.broadcastTo(condition, shape),
        Ops.broadcastTo(a, shape),
        Ops.broadcastTo(b, shape));
  }

  @Override
  public String name() {
    return "where";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape condition = inputs.get(0).shape();
    for (Tensor operand : inputs) {
      if (!operand.shape().equals(condition)) {
        throw new ShapeException(
            "where: shapes differ: (%s ≠ %s)".formatted(condition, operand.shape()));
      }
    }
    return condition;
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    out.dtype()
        .kernels()
        .select(
            inputs.get(0).array(),
            inputs.get(1).array(),
            inputs.get(2).array(),
            out.array(),
            out.elements());
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor condition = inputs.get(0);
    return Arrays.asList(
        null,
        g -> Ops.where(condition, g, Tensor.zeros(g.dtype(), g.shape())),
        g -> Ops.where(condition, Tensor.zeros(g.dtype(), g.shape()), g));
  }

  @Override
  public long winners(List<Tensor> inputs, Tensor output) {
    return BranchLog.signs(inputs.getFirst());
  }
}
