package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tensors one behind the other along an axis; they agree along all others.
 *
 * <p>VJP: each operand gets its part of {@code ȳ}.
 *
 * @param axis the axis, counted from 0
 */
record Concat(int axis) implements BuiltinOp {
  /** Joins tensors along an axis that all of them have. */
  static Tensor of(List<? extends Tensor> tensors, int axis) {
    requireSome("concat", tensors);
    int along = tensors.getFirst().shape().axis("concat", axis);
    return Autograd.apply(new Concat(along), List.copyOf(tensors));
  }

  /** Joins tensors of one shape along a new axis. */
  static Tensor stack(List<? extends Tensor> tensors, int axis) {
    requireSome("stack", tensors);
    Shape first = tensors.getFirst().shape();
    for (Tensor tensor : tensors) {
      if (!tensor.shape().equals(first)) {
        throw new ShapeException(
            "stack: shapes differ: (%s ≠ %s)".formatted(first, tensor.shape()));
      }
    }
    DType.common("stack", tensors);
    Shape slice = Reshape.expanded("stack", first, axis);
    List<Tensor> slices = tensors.stream().map(tensor -> Ops.reshape(tensor, slice)).toList();
    return of(slices, axis < 0 ? axis + slice.rank() : axis);
  }

  private static void requireSome(String operation, List<? extends Tensor> tensors) {
    Nulls.requireAll(operation, "tensors", tensors);
    if (tensors.isEmpty()) {
      throw new ShapeException(
          "%s: there must be a tensor to join: (0 tensors < 1)".formatted(operation));
    }
  }

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    Shape first = inputs.getFirst().shape();
    int extent = 0;
    for (Tensor input : inputs) {
      Shape shape = input.shape();
      if (shape.rank() != first.rank() || !shape.without(axis).equals(first.without(axis))) {
        throw new ShapeException(
            "concat: shapes differ beside axis %d: (%s ≠ %s)".formatted(axis, first, shape));
      }
      extent += shape.size(axis);
    }
    return first.with(axis, extent);
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    int outer = out.shape().elements(0, axis);
    int row = out.elements() / outer;
    int at = 0;
    for (Tensor input : inputs) {
      int part = input.elements() / outer;
      for (int o = 0; o < outer; o++) {
        System.arraycopy(input.array(), o * part, out.array(), o * row + at, part);
      }
      at += part;
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    List<@Nullable Pullback<Tensor>> pullbacks = new ArrayList<>(inputs.size());
    int start = 0;
    for (Tensor input : inputs) {
      int from = start;
      int to = from + input.shape().size(axis);
      pullbacks.add(g -> Ops.slice(g, axis, from, to));
      start = to;
    }
    return pullbacks;
  }
}
