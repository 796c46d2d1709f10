package io.github.wengert.optim;

/** {@link Schedule#then}. */
record ChainedSchedule(Schedule first, long milestone, Schedule next) implements Schedule {
  private static final String NAME = "sequence of schedules";

  ChainedSchedule {
    ScheduleChecks.requireAtLeastOne(NAME, "milestone", milestone);
    if (first instanceof ChainedSchedule before && milestone <= before.milestone) {
      throw new HyperparameterException(
          "%s: milestones must rise: (%d ≤ %d); count each from the start of the whole"
              .formatted(NAME, milestone, before.milestone));
    }
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    return step < milestone ? first.rate(step) : next.rate(step - milestone);
  }

  @Override
  public String toString() {
    return "%s.then(%d, %s)".formatted(first, milestone, next);
  }
}
