package io.github.wengert.ops;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** Numbers that a user writes down: checked and rounded before they become a {@link Tensor}. */
final class Literals {
  private Literals() {}

  /** Returns the axes of a matrix that is given by its rows. */
  static Shape shapeOf(double[][] rows) {
    return Shape.of(rows.length, rows.length == 0 ? 0 : rows[0].length);
  }

  /** Returns the elements of all rows, which have one length. */
  static double[] concatenated(double[][] rows) {
    requireNonNull(rows, "tensor: rows must not be null");
    Nulls.requireAll("tensor", "rows", Arrays.asList(rows));
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] elements = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new ShapeException(
            "tensor: rows differ in length: row 0 and row %d (%d ≠ %d)"
                .formatted(i, columns, rows[i].length));
      }
      System.arraycopy(rows[i], 0, elements, i * columns, columns);
    }
    return elements;
  }

  /** Returns the elements in F32. */
  static float[] rounded(double[] elements) {
    float[] rounded = new float[elements.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) elements[i];
    }
    return rounded;
  }

  /** Throws if a number is outside the range of F32, which the caller did not choose. */
  static void requireFinite(double[] elements, float[] rounded) {
    for (int i = 0; i < rounded.length; i++) {
      if (Float.isInfinite(rounded[i]) && Double.isFinite(elements[i])) {
        throw new DTypeException(
            "tensor: an element is out of the range of F32: element %d (|%s| > %s); say Tensor.of(DType.F64, …)"
                .formatted(i, elements[i], Float.MAX_VALUE));
      }
    }
  }

  /** Refuses an array that does not have as many elements as the shape. */
  static void requireCount(Shape shape, int count) {
    requireNonNull(shape, "tensor: shape must not be null");
    if (shape.elements() != count) {
      throw new ShapeException(
          "tensor: numbers of elements differ: shape %s, array (%d ≠ %d)"
              .formatted(shape, shape.elements(), count));
    }
  }
}
