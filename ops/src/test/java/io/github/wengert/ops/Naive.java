package io.github.wengert.ops;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Tensors by plain index arithmetic, one element at a time: what operations are compared with. */
final class Naive {
  private Naive() {}

  /** Calls {@code body} with each index of a tensor of these extents, row by row. */
  static void forEachIndex(Shape shape, Consumer<int[]> body) {
    for (int i = 0; i < shape.elements(); i++) {
      body.accept(indexAt(shape, i));
    }
  }

  /** Returns the index of element {@code position}, counted row by row. */
  static int[] indexAt(Shape shape, int position) {
    int[] index = new int[shape.rank()];
    int rest = position;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }

  /** Returns an F64 tensor with {@code element} at each index. */
  static Tensor generate(Shape shape, ToDoubleFunction<int[]> element) {
    return Tensor.of(
        DType.F64,
        shape,
        IntStream.range(0, shape.elements())
            .mapToDouble(i -> element.applyAsDouble(indexAt(shape, i)))
            .toArray());
  }

  /** Returns F64 multiples of 1/8 between −4 and 4: their sums are exact. */
  static Tensor eighths(long seed, int... extents) {
    Random random = new Random(seed);
    return generate(Shape.of(extents), index -> random.nextInt(-32, 33) / 8.0);
  }

  /** Returns the sum of the products of equal positions. */
  static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.elements(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }

  /** Returns {@code index} with another number at one place. */
  static int[] with(int[] index, int axis, int number) {
    int[] changed = index.clone();
    changed[axis] = number;
    return changed;
  }

  /** Returns {@code index} without one place. */
  static int[] without(int[] index, int axis) {
    return IntStream.range(0, index.length).filter(i -> i != axis).map(i -> index[i]).toArray();
  }

  /** Returns {@code index} with a number put in at one place. */
  static int[] insert(int[] index, int axis, int number) {
    int[] longer = Arrays.copyOf(index, index.length + 1);
    System.arraycopy(index, axis, longer, axis + 1, index.length - axis);
    longer[axis] = number;
    return longer;
  }
}
