package io.github.wengert.ops.kernel;

/** A {@link Step} in the numbers of one element type, rounded once. */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
record StepF64(double rate, double scale, double penalty, double decay) {
  static StepF64 of(Step step) {
    return new StepF64(
        (double) step.rate(),
        (double) step.scale(),
        (double) step.penalty(),
        (double) step.decay());
  }

  /** Returns the scaled gradient with the slope of the penalty. */
  double slope(double w, double g) {
    return scale * g + penalty * w;
  }

  /** Returns the weight after a step against {@code direction}. */
  double descend(double w, double direction) {
    // The decay is added to the direction: as a factor 1 − ηλ of w it would round to 1 in floats.
    return w - rate * (direction + decay * w);
  }
}
