package io.github.wengert.ops.check.report;

/** A gradient is wrong; the message is the {@linkplain GradientReport report}. */
public final class WrongGradientError extends AssertionError {
  private static final long serialVersionUID = 1L;

  WrongGradientError(GradientReport report) {
    super(report.toString());
  }
}
