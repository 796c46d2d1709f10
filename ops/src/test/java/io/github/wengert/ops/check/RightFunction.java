package io.github.wengert.ops.check;

import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * A function with a right gradient, at a nasty point.
 *
 * @param smooth whether it is smooth there, with nothing lost in rounding, so that each derivative
 *     must be confirmed
 * @param order up to which order the derivatives are finite, and checked
 */
record RightFunction(
    String name,
    boolean smooth,
    int order,
    Points points,
    Function<List<Tensor>, Tensor> function) {
  static RightFunction smooth(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new RightFunction(name, true, 2, points, f);
  }

  /** A smooth function whose second derivative overflows. */
  static RightFunction firstOrder(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new RightFunction(name, true, 1, points, f);
  }

  static RightFunction rough(String name, Points points, Function<List<Tensor>, Tensor> f) {
    return new RightFunction(name, false, 2, points, f);
  }

  @Override
  public String toString() {
    return name;
  }
}
