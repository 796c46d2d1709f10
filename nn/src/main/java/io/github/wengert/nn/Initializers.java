package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/** What initialisers share. */
final class Initializers {
  private Initializers() {}

  /**
   * Returns the number of connections into one unit, for a weight of shape {@code [out, in, ..]}.
   */
  static int fanIn(Shape weight) {
    return weight.elements() / weight.size(0);
  }

  /** Normal with deviation {@code √(1 / in)}, which keeps the size of what linear units pass on. */
  static Tensor lecunNormal(Key key, DType dtype, Shape shape) {
    return RandomTensors.normal(key, dtype, shape, 0, Math.sqrt(1.0 / fanIn(shape)));
  }
}
