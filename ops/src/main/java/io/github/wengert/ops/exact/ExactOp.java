package io.github.wengert.ops.exact;

import io.github.wengert.ops.Shape;
import java.util.List;

/** An operation that can be computed in about 106 bits. */
public interface ExactOp {
  /** Returns the name of the operation, as it stands in messages. */
  String name();

  /**
   * Returns what the operation yields for operands.
   *
   * @param operands the operands, as jets
   * @param to the shape of the result
   * @param branches decides on which side of its kinks the operation is
   */
  Reference exact(List<Reference> operands, Shape to, Branches branches);

  /**
   * Returns about how many multiplications of numbers that takes.
   *
   * @param operands the shapes of the operands
   * @param to the shape of the result
   */
  default long operations(List<Shape> operands, Shape to) {
    return to.elements();
  }
}
