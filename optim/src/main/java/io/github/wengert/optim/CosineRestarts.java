package io.github.wengert.optim;

import com.google.common.math.LongMath;

/** {@link Schedule#cosineRestarts}. */
record CosineRestarts(double rate, double minimum, long steps, int growth) implements Schedule {
  private static final String NAME = "cosine schedule with restarts";

  CosineRestarts {
    ScheduleChecks.requirePositive(NAME, "learning rate", rate);
    ScheduleChecks.requireMinimum(NAME, minimum, rate);
    ScheduleChecks.requireAtLeastOne(NAME, "number of steps", steps);
    ScheduleChecks.requireAtLeastOne(NAME, "growth", growth);
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    long since = step;
    long length = steps;
    if (growth == 1) {
      since %= length;
    } else {
      while (since >= length) {
        since -= length;
        length = LongMath.saturatedMultiply(length, growth);
      }
    }
    return ScheduleChecks.cosine(rate, minimum, (double) since / length);
  }

  @Override
  public String toString() {
    return "cosineRestarts(%s, %s, %d, %d)"
        .formatted(Description.shortest(rate), Description.shortest(minimum), steps, growth);
  }
}
