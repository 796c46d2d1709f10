package io.github.wengert.ops;

import io.github.wengert.ops.stress.Dd;
import io.github.wengert.ops.stress.Jet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An array of numbers in reference arithmetic, row by row.
 *
 * @param shape the shape
 * @param elements as many jets as the shape has elements
 */
record Reference(Shape shape, List<Jet> elements) {
  /** Returns what {@code tensor} holds, as constants. */
  static Reference of(Tensor tensor) {
    return generate(tensor.shape(), i -> Jet.of(tensor.get(i)));
  }

  static Reference generate(Shape shape, IntFunction<Jet> elementAt) {
    return new Reference(shape, IntStream.range(0, shape.elements()).mapToObj(elementAt).toList());
  }

  Jet get(int position) {
    return elements.get(position);
  }

  int size() {
    return elements.size();
  }

  /** Returns these numbers, of which the one at {@code position} is a variable of slope 1. */
  Reference varying(int position) {
    List<Jet> varied = new ArrayList<>(elements);
    varied.set(position, Jet.variable(get(position).value(), Dd.ONE));
    return new Reference(shape, List.copyOf(varied));
  }

  /** Returns these numbers, all of which are variables of slope 1. */
  Reference varyingAll() {
    return generate(shape, i -> Jet.variable(get(i).value(), Dd.ONE));
  }

  /** Returns the same numbers in another shape. */
  Reference in(Shape other) {
    return new Reference(other, elements);
  }

  /** Returns the coordinates of {@code position} along each axis. */
  static int[] index(Shape shape, int position) {
    int[] index = new int[shape.rank()];
    int rest = position;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }

  /** Returns the position of coordinates. */
  static int position(Shape shape, int... index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.size(axis) + index[axis];
    }
    return position;
  }

  /** Returns the element at coordinates. */
  Jet at(int... index) {
    return elements.get(position(shape, index));
  }
}
