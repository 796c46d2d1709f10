package io.github.wengert.optim;

import com.google.common.primitives.ImmutableLongArray;
import java.util.stream.Collectors;

/** {@link Schedule#multiStep}. */
record MultiStepDecay(double rate, double factor, ImmutableLongArray milestones)
    implements Schedule {
  private static final String NAME = "multi-step schedule";

  MultiStepDecay {
    ScheduleChecks.requirePositive(NAME, "learning rate", rate);
    ScheduleChecks.requirePositive(NAME, "factor", factor);
    long before = 0;
    for (int i = 0; i < milestones.length(); i++) {
      long milestone = milestones.get(i);
      if (milestone <= before) {
        throw new HyperparameterException(
            "%s: milestones must rise from 1 on: %s (%d ≤ %d)"
                .formatted(NAME, milestones, milestone, before));
      }
      before = milestone;
    }
  }

  @Override
  public double rate(long step) {
    ScheduleChecks.requireStep(NAME, step);
    int passed = 0;
    while (passed < milestones.length() && milestones.get(passed) <= step) {
      passed++;
    }
    return rate * StrictMath.pow(factor, passed);
  }

  @Override
  public String toString() {
    return "multiStep(%s, %s%s)"
        .formatted(
            Description.shortest(rate),
            Description.shortest(factor),
            milestones.stream().mapToObj(each -> ", " + each).collect(Collectors.joining()));
  }
}
