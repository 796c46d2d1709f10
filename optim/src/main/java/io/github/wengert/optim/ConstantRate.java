package io.github.wengert.optim;

/** {@link Schedule#constant}. */
record ConstantRate(double rate) implements Schedule {
  private static final String NAME = "constant schedule";

  ConstantRate {
    ScheduleChecks.requirePositive(NAME, "learning rate", rate);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    return rate;
  }

  @Override
  public String toString() {
    return "constant(%s)".formatted(Description.shortest(rate));
  }
}
