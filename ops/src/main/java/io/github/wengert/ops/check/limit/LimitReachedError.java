package io.github.wengert.ops.check.limit;

/**
 * Ends a check whose time or evaluations are used up. It is an error so that it cannot be mistaken
 * for an exception of the checked function.
 */
public final class LimitReachedError extends Error {
  private static final long serialVersionUID = 1;

  private final String reason;

  public LimitReachedError(String reason) {
    super(reason, null, false, false); // it is raised and caught by the check itself
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
