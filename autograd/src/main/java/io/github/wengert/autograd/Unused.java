package io.github.wengert.autograd;

/** The treatment of leaves that take no part in the loss. */
public enum Unused {
  /** Such a leaf is mostly a mistake: throw an {@link UnusedLeafException} that names it. */
  REJECT,
  /** The gradient of such a leaf is zero. */
  ZERO
}
