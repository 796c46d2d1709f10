package io.github.wengert.optim;

/** {@link Schedule#step}. */
record StepDecay(double rate, long every, double factor) implements Schedule {
  private static final String NAME = "step schedule";

  StepDecay {
    ScheduleChecks.requirePositive(NAME, "learning rate", rate);
    ScheduleChecks.requireAtLeastOne(NAME, "number of steps", every);
    ScheduleChecks.requirePositive(NAME, "factor", factor);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    return rate * StrictMath.pow(factor, (double) Math.floorDiv(step, every));
  }

  @Override
  public String toString() {
    return "step(%s, %d, %s)"
        .formatted(Description.shortest(rate), every, Description.shortest(factor));
  }
}
