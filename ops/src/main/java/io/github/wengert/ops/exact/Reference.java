package io.github.wengert.ops.exact;

import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
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
public record Reference(Shape shape, List<Jet> elements) {
  /** Returns what {@code tensor} holds, as constants. */
  public static Reference of(Tensor tensor) {
    double[] elements = tensor.toDoubleArray();
    return generate(tensor.shape(), i -> Jet.of(elements[i]));
  }

  /** Returns an array of numbers that a function gives. */
  public static Reference generate(Shape shape, IntFunction<Jet> elementAt) {
    return new Reference(shape, IntStream.range(0, shape.elements()).mapToObj(elementAt).toList());
  }

  /** Returns element {@code position}, counted row by row. */
  public Jet get(int position) {
    return elements.get(position);
  }

  /** Returns the number of elements. */
  public int size() {
    return elements.size();
  }

  /** Returns these numbers, of which the one at {@code position} is a variable of slope 1. */
  public Reference varying(int position) {
    List<Jet> varied = new ArrayList<>(elements);
    varied.set(position, Jet.variable(get(position).value(), Dd.ONE));
    return new Reference(shape, List.copyOf(varied));
  }

  /** Returns these numbers, all of which are variables of slope 1. */
  public Reference varyingAll() {
    return generate(shape, i -> Jet.variable(get(i).value(), Dd.ONE));
  }

  /** Returns the same numbers in another shape. */
  public Reference in(Shape other) {
    return new Reference(other, elements);
  }

  /** Returns the coordinates of {@code position} along each axis. */
  public static int[] index(Shape shape, int position) {
    int[] index = new int[shape.rank()];
    int rest = position;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }

  /** Returns the position of coordinates. */
  public static int position(Shape shape, int... index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.size(axis) + index[axis];
    }
    return position;
  }

  /** Returns the element at coordinates. */
  public Jet at(int... index) {
    return elements.get(position(shape, index));
  }
}
