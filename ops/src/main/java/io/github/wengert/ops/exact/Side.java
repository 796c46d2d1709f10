package io.github.wengert.ops.exact;

/** Where along a direction a function is differentiated. */
public enum Side {
  /** Just before the point. */
  LEFT,
  /** At the point: with the derivative that the operations document for a kink. */
  AT,
  /** Just behind the point. */
  RIGHT
}
