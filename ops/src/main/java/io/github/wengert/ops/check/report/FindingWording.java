package io.github.wengert.ops.check.report;

import io.github.wengert.ops.check.text.Wording;

/** The numbers of a finding as text, the same in each form of a report. */
final class FindingWording {
  private FindingWording() {}

  /** Returns the numeric derivative; at a kink, the slopes from the left and from the right. */
  static String numeric(Finding f) {
    if (Double.isNaN(f.numeric())) {
      return Wording.NONE;
    }
    return f.hasTwoSides()
        ? Wording.number(f.left(), 6) + " … " + Wording.number(f.right(), 6)
        : Wording.number(f.numeric(), 9);
  }

  static String error(Finding f) {
    return Double.isFinite(f.error()) ? Wording.format("%.0e", f.error()) : Wording.NONE;
  }

  static String relativeError(Finding f) {
    double relative = f.relativeError();
    if (Double.isNaN(relative)) {
      return Wording.NONE;
    }
    return relative == 0 ? "0" : Wording.format("%.1e", relative);
  }

  static String step(Finding f) {
    return f.step() > 0 ? Wording.format("%.0e", f.step()) : Wording.NONE;
  }
}
