package io.github.wengert.ops;

import java.util.List;

/** An operation whose formula depends on the side of a boundary that an element lies on. */
interface Piecewise {
  /**
   * Returns a hash of the sides that all elements lie on; a boundary itself is a side of its own.
   *
   * @param inputs the operands
   * @param output the result
   */
  long winners(List<Tensor> inputs, Tensor output);
}
