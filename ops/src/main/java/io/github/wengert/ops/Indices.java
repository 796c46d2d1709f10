package io.github.wengert.ops;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * An immutable array of whole numbers with a shape: class labels, or positions along an axis. It
 * has no derivative.
 */
public final class Indices {
  private final Shape shape;
  private final int[] values;

  private Indices(Shape shape, int[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** Returns indices of shape {@code [n]}. */
  public static Indices of(int... values) {
    Nulls.require("indices", "values", values);
    return new Indices(Shape.of(values.length), values.clone());
  }

  /**
   * Returns indices of a shape, row by row.
   *
   * @throws ShapeException if there are more or fewer values than {@code shape} has elements
   */
  public static Indices of(Shape shape, int... values) {
    Nulls.require("indices", "shape", shape);
    Nulls.require("indices", "values", values);
    if (shape.elements() != values.length) {
      throw new ShapeException(
          "indices: numbers of values differ: shape %s, array (%d ≠ %d)"
              .formatted(shape, shape.elements(), values.length));
    }
    return new Indices(shape, values.clone());
  }

  static Indices generate(Shape shape, IntUnaryOperator valueAt) {
    int[] values = new int[shape.elements()];
    Arrays.setAll(values, valueAt);
    return new Indices(shape, values);
  }

  /** Returns the shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns the number of values. */
  public int elements() {
    return values.length;
  }

  /**
   * Returns value {@code position}, counted row by row.
   *
   * @throws IndexException if {@code position} is not in {@code [0, elements)}
   */
  public int get(int position) {
    if (position < 0 || position >= values.length) {
      throw new IndexException(
          "indices: no such position: %d of %s (%d not in [0, %d))"
              .formatted(position, shape, position, values.length));
    }
    return values[position];
  }

  /** Returns the values, row by row, as a new array. */
  public int[] toArray() {
    return values.clone();
  }

  /** Returns the values themselves, which callers must not change. */
  int[] array() {
    return values;
  }

  /** Returns the same values in another shape of as many elements. */
  Indices reshape(Shape newShape) {
    return new Indices(newShape, values);
  }

  /** Refuses a value that is not in {@code [0, bound)}. */
  void requireBelow(String operation, int bound) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= bound) {
        throw new IndexException(
            "%s: an index is out of range: index %d of %s (%d not in [0, %d))"
                .formatted(operation, i, shape, values[i], bound));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Indices that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return shape + " " + Arrays.toString(values);
  }
}
