package io.github.wengert.ops;

import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.autograd.Pullback;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The axes in another order: axis i of the result is axis {@code order[i]} of x.
 *
 * <p>VJP: the inverse order applied to {@code ȳ}.
 *
 * @param order each axis once, counted from 0
 */
record Permute(ImmutableIntArray order) implements BuiltinOp {
  /** Returns the operation for {@code order}; refuses it unless it names each axis once. */
  static Permute of(Shape shape, int... order) {
    if (order.length != shape.rank()) {
      throw new ShapeException(
          "permute: each axis must be named once: order %s of %s (%d ≠ %d)"
              .formatted(Arrays.toString(order), shape, order.length, shape.rank()));
    }
    if (shape.rank() > 0) {
      shape.axes("permute", order);
    }
    int[] counted = Arrays.stream(order).map(axis -> shape.axis("permute", axis)).toArray();
    return new Permute(ImmutableIntArray.copyOf(counted));
  }

  /** Returns the order that swaps two axes. */
  static int[] swapped(Shape shape, int axisA, int axisB) {
    int a = shape.axis("transpose", axisA);
    int b = shape.axis("transpose", axisB);
    int[] order = new int[shape.rank()];
    Arrays.setAll(order, axis -> axis == a ? b : axis == b ? a : axis);
    return order;
  }

  @Override
  public String name() {
    return "permute";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return Shape.of(pick(inputs.getFirst().shape().toArray()));
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    out.dtype()
        .kernels()
        .gather(x.array(), 0, pick(x.shape().strides()), out.shape().toArray(), out.array());
  }

  private int[] pick(int[] ofEachAxis) {
    return order.stream().map(axis -> ofEachAxis[axis]).toArray();
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    int[] inverse = new int[order.length()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[order.get(i)] = i;
    }
    return List.of(g -> Ops.permute(g, inverse));
  }
}
