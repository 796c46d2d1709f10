package io.github.wengert.optim;

/** {@link Schedule#cosine(double, double, long)}. */
record CosineAnnealing(double rate, double minimum, long steps) implements Schedule {
  private static final String NAME = "cosine schedule";

  CosineAnnealing {
    Rates.requirePositive(NAME, "learning rate", rate);
    Rates.requireMinimum(NAME, minimum, rate);
    Rates.requireAtLeastOne(NAME, "number of steps", steps);
  }

  @Override
  public double rate(long step) {
    Rates.requireStep(NAME, step);
    return Rates.cosine(rate, minimum, (double) Math.min(step, steps) / steps);
  }
}
