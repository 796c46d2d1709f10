package io.github.wengert.optim;

/** {@link Schedule#afterWarmUp}. */
record WarmUp(long steps, Schedule schedule) implements Schedule {
  private static final String NAME = "warm-up";

  WarmUp {
    ScheduleChecks.requireAtLeastOne(NAME, "number of steps", steps);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    return step < steps ? schedule.rate(0) * (step + 1) / steps : schedule.rate(step - steps);
  }

  @Override
  public String toString() {
    return "%s.afterWarmUp(%d)".formatted(schedule, steps);
  }
}
