package io.github.wengert.optim;

/** {@link Schedule#cosine(double, double, long)}. */
record CosineAnnealing(double rate, double minimum, long steps) implements Schedule {
  private static final String NAME = "cosine schedule";

  CosineAnnealing {
    ScheduleChecks.requirePositive(NAME, "learning rate", rate);
    ScheduleChecks.requireMinimum(NAME, minimum, rate);
    ScheduleChecks.requireAtLeastOne(NAME, "number of steps", steps);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    return ScheduleChecks.cosine(rate, minimum, (double) Math.min(step, steps) / steps);
  }

  @Override
  public String toString() {
    return "cosine(%s, %s, %d)"
        .formatted(Description.shortest(rate), Description.shortest(minimum), steps);
  }
}
