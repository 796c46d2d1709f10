package io.github.wengert.ops;

import io.github.wengert.autograd.Pullback;
import io.github.wengert.ops.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation that reduces some axes of a tensor to one number each, and either keeps these axes
 * with extent 1 or leaves them out.
 */
sealed interface ReductionOp extends BuiltinOp
    permits LogSumExp, Max, Max.Min, Mean, Sum, Variance {
  /** Returns which axes are reduced, and how. */
  Axes axes();

  /** Whether there is a result if nothing is reduced; a sum has one, a maximum has not. */
  boolean acceptsEmpty();

  /** Reduces the middle of {@code [outer, length, inner]}. */
  void reduce(Kernels<Object> kernels, Object x, int outer, int length, int inner, Object y);

  /** Returns the pullback at {@code x}, where the result is {@code y}. */
  Pullback<Tensor> vjp(Tensor x, Tensor y);

  @Override
  default Shape shape(List<Tensor> inputs) {
    Shape x = inputs.getFirst().shape();
    if (!acceptsEmpty() && axes().count(x) == 0) {
      throw new ShapeException(
          "%s: nothing to reduce: axes %s of %s (0 elements < 1)"
              .formatted(name(), Arrays.toString(axes().sorted()), x));
    }
    return axes().reduced(x);
  }

  @Override
  default void compute(List<Tensor> inputs, Tensor out) {
    Lanes lanes = Lanes.of(axes(), inputs.getFirst());
    Object x = lanes.x().array();
    reduce(out.dtype().kernels(), x, lanes.outer(), lanes.length(), lanes.inner(), out.array());
  }

  @Override
  default List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(vjp(inputs.getFirst(), output));
  }
}
