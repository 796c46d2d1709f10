package io.github.wengert.optim;

/** The checks and the arithmetic that schedules share. */
final class ScheduleChecks {
  private ScheduleChecks() {}

  static void requirePositive(String schedule, String what, double value) {
    HyperparameterException.require(
        value > 0 && Double.isFinite(value), schedule, what, value, "(0, ∞)");
  }

  static void requireNotNegative(String schedule, String what, double value) {
    HyperparameterException.require(
        value >= 0 && Double.isFinite(value), schedule, what, value, "[0, ∞)");
  }

  static void requireNotNegative(String schedule, String what, int value) {
    HyperparameterException.require(value >= 0, schedule, what, value, "[0, ∞)");
  }

  static void requireAtLeastOne(String schedule, String what, long value) {
    HyperparameterException.require(value >= 1, schedule, what, value, "[1, ∞)");
  }

  static void requireMinimum(String schedule, double minimum, double rate) {
    HyperparameterException.require(
        minimum >= 0 && minimum <= rate, schedule, "minimum", minimum, "[0, %s]".formatted(rate));
  }

  static void requireStep(String schedule, long step) {
    HyperparameterException.require(step >= 0, schedule, "step", step, "[0, ∞)");
  }

  /** Half a cosine wave from {@code from} at share 0 to {@code to} at share 1. */
  static double cosine(double from, double to, double share) {
    // StrictMath, here and in the other schedules: the same rates, to the bit, on every machine.
    return to + (from - to) * (1 + StrictMath.cos(Math.PI * share)) / 2;
  }

  /** A straight line from {@code from} at share 0 to {@code to} at share 1. */
  static double line(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
