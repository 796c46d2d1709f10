package io.github.wengert.ops.check;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** More places where a function is checked. */
final class MorePoints {
  private MorePoints() {}

  /** Returns a scalar. */
  static Points scalar(double value) {
    return shaped(Shape.of(), value);
  }

  /** Returns the same tensor of some shape for each seed. */
  static Points shaped(Shape shape, double... elements) {
    return key -> List.of(Tensor.of(DType.F64, shape, elements));
  }

  /** Returns the points, each element times a factor. */
  static Points scaled(double factor, Points points) {
    return Points.mapped(v -> factor * v, points);
  }

  /** Returns the points, each element with an offset. */
  static Points shifted(double offset, Points points) {
    return Points.mapped(v -> offset + v, points);
  }

  /** Returns the points with one element replaced in each tensor. */
  static Points with(int position, double value, Points points) {
    return key -> points.of(key).stream().map(x -> with(position, value, x)).toList();
  }

  private static Tensor with(int position, double value, Tensor x) {
    double[] elements = x.toDoubleArray();
    elements[position] = value;
    return Tensor.of(DType.F64, x.shape(), elements);
  }
}
