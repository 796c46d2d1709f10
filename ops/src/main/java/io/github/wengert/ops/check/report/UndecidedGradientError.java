package io.github.wengert.ops.check.report;

/**
 * Nothing speaks against a gradient, but not enough speaks for it; the message says how to accept
 * that, and is the {@linkplain GradientReport report}.
 */
public final class UndecidedGradientError extends AssertionError {
  private static final long serialVersionUID = 1L;

  UndecidedGradientError(GradientReport report) {
    super(report + "\n  " + Advice.howToAccept(report));
  }
}
