package io.github.wengert.ops.check;

/**
 * Ends a check whose time or evaluations are used up. An error, so that nobody takes it for an
 * exception of the function that is checked.
 */
final class LimitReachedError extends Error {
  private static final long serialVersionUID = 1;

  private final String reason;

  LimitReachedError(String reason) {
    super(reason, null, false, false); // it is raised and caught by the check itself
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
