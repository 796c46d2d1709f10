package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation on each pair of elements of two tensors of one shape: {@code yᵢ = f(aᵢ, bᵢ)}. The
 * facade broadcasts the operands first, by {@link #broadcasting}.
 */
sealed interface BinaryOp extends BuiltinOp
    permits Add,
        BranchMasks.Weigh,
        Div,
        Gelu.Vjp,
        Maximum,
        Maximum.Minimum,
        Mul,
        Pow,
        Pow.Derivative,
        Prelu,
        Relu.Vjp,
        Sigmoid.Vjp,
        Silu.Vjp,
        Sub,
        Tanh.Vjp {
  /** Returns the pullback for {@code a}, null if there is none. */
  @Nullable Pullback<Tensor> vjpA(Tensor a, Tensor b, Tensor y);

  /** Returns the pullback for {@code b}, null if there is none. */
  @Nullable Pullback<Tensor> vjpB(Tensor a, Tensor b, Tensor y);

  /** Returns y of operands that are broadcast together. */
  default Tensor broadcasting(Tensor a, Tensor b) {
    if (a.shape().equals(b.shape())) {
      return Autograd.apply(this, a, b);
    }
    dtype(List.of(a, b));
    Shape shape = Shape.broadcast(name(), "shapes", a.shape(), b.shape());
    return Autograd.apply(this, Ops.broadcastTo(a, shape), Ops.broadcastTo(b, shape));
  }

  @Override
  default Shape shape(List<Tensor> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    if (!a.equals(b)) {
      throw new ShapeException("%s: shapes differ: (%s ≠ %s)".formatted(name(), a, b));
    }
    return a;
  }

  @Override
  default List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    return Arrays.asList(vjpA(a, b, output), vjpB(a, b, output));
  }
}
