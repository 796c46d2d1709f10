package io.github.wengert.ops.exact;

/**
 * Decides on which side of its kink a piecewise operation is.
 *
 * <p>A side is told by a <em>margin</em>: what a rectifier is applied to, or by how much one
 * operand is larger than the other.
 */
@FunctionalInterface
public interface Branches {
  /** Decides by the value, which may be 0: what the operations do themselves. */
  Branches BY_VALUE = margin -> margin.value().signum();

  /**
   * Returns the sign of a margin: −1, 0 or 1.
   *
   * @param margin what decides, as a function of t
   */
  int sign(Jet margin);

  /**
   * Whether a margin is taken for 0, and the point for one just beside it. Notes the kink, as
   * {@link #sign} does.
   */
  default boolean isBeside(Jet margin) {
    return false;
  }

  /** Whether every margin is told by its value alone. */
  default boolean isByValue() {
    return true;
  }
}
