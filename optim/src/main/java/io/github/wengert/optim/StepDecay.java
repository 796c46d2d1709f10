package io.github.wengert.optim;

/** {@link Schedule#step}. */
record StepDecay(double rate, long every, double factor) implements Schedule {
  private static final String NAME = "step schedule";

  StepDecay {
    Rates.requirePositive(NAME, "learning rate", rate);
    Rates.requireAtLeastOne(NAME, "number of steps", every);
    Rates.requirePositive(NAME, "factor", factor);
  }

  @Override
  public double rate(long step) {
    Rates.requireStep(NAME, step);
    return rate * StrictMath.pow(factor, (double) Math.floorDiv(step, every));
  }
}
