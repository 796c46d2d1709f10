package io.github.wengert.ops.kernel;

/** A {@link Step} in the numbers of one element type, rounded once. */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
record StepF32(float rate, float scale, float penalty, float decay) {
  static StepF32 of(Step step) {
    return new StepF32(
        (float) step.rate(), (float) step.scale(), (float) step.penalty(), (float) step.decay());
  }

  /** Returns the scaled gradient with the slope of the penalty. */
  float slope(float w, float g) {
    return scale * g + penalty * w;
  }

  /** Returns the weight after a step against {@code direction}. */
  float descend(float w, float direction) {
    // The decay is added to the direction: as a factor 1 − ηλ of w it would round to 1 in floats.
    return w - rate * (direction + decay * w);
  }
}
