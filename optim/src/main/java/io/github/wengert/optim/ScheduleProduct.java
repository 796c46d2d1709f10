package io.github.wengert.optim;

/** {@link Schedule#times(Schedule)}. */
record ScheduleProduct(Schedule schedule, Schedule factor) implements Schedule {
  @Override
  public double rate(long step) {
    return schedule.rate(step) * factor.rate(step);
  }

  @Override
  public String toString() {
    return "%s.times(%s)"
        .formatted(
            schedule,
            factor instanceof ConstantRate constant
                ? Description.shortest(constant.rate())
                : factor);
  }
}
