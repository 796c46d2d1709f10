package io.github.wengert.optim;

/** {@link Schedule#polynomial} and {@link Schedule#linear}. */
record PolynomialDecay(double from, double to, long steps, double power) implements Schedule {
  private static final String NAME = "polynomial schedule";

  PolynomialDecay {
    Rates.requireNotNegative(NAME, "first learning rate", from);
    Rates.requireNotNegative(NAME, "last learning rate", to);
    Rates.requireAtLeastOne(NAME, "number of steps", steps);
    Rates.requirePositive(NAME, "power", power);
  }

  @Override
  public double rate(long step) {
    Rates.requireStep(NAME, step);
    double left = 1 - (double) Math.min(step, steps) / steps;
    return to + (from - to) * StrictMath.pow(left, power);
  }
}
