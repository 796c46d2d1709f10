package io.github.wengert.optim;

/** {@link Schedule#exponential}. */
record ExponentialDecay(double rate, double factor) implements Schedule {
  private static final String NAME = "exponential schedule";

  ExponentialDecay {
    ScheduleChecks.requirePositive(NAME, "learning rate", rate);
    ScheduleChecks.requirePositive(NAME, "factor", factor);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    return rate * StrictMath.pow(factor, (double) step);
  }

  @Override
  public String toString() {
    return "exponential(%s, %s)"
        .formatted(Description.shortest(rate), Description.shortest(factor));
  }
}
