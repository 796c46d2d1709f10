package io.github.wengert.optim;

/** {@link Schedule#polynomial} and {@link Schedule#linear}. */
record PolynomialDecay(double from, double to, long steps, double power) implements Schedule {
  private static final String NAME = "polynomial schedule";

  PolynomialDecay {
    ScheduleChecks.requireNotNegative(NAME, "first learning rate", from);
    ScheduleChecks.requireNotNegative(NAME, "last learning rate", to);
    ScheduleChecks.requireAtLeastOne(NAME, "number of steps", steps);
    ScheduleChecks.requirePositive(NAME, "power", power);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    double left = 1 - (double) Math.min(step, steps) / steps;
    return to + (from - to) * StrictMath.pow(left, power);
  }

  @Override
  public String toString() {
    String line =
        "%s, %s, %d".formatted(Description.shortest(from), Description.shortest(to), steps);
    return power == 1
        ? "linear(%s)".formatted(line)
        : "polynomial(%s, %s)".formatted(line, Description.shortest(power));
  }
}
