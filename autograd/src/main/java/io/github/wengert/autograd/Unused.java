package io.github.wengert.autograd;

/** What to do about a leaf that took no part in the loss. */
public enum Unused {
  /** Throw an {@link UnusedLeafException} that names it: the default, as it is mostly a mistake. */
  REJECT,
  /** Its gradient is zero. */
  ZERO
}
