package io.github.wengert.ops.kernel;

/** A {@link Step} in the numbers of one element type, rounded once. */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
record StepF32(float rate, float scale, float penalty, float decay) {
  /** A power of two whose square is finite, and so is the sum of three such squares. */
  private static final float LARGEST = (float) Math.scalb(1.0, Float.MAX_EXPONENT / 2);

  /** A power of two whose square has all its digits; those of smaller numbers fade, then vanish. */
  private static final float SMALLEST = (float) Math.scalb(1.0, Float.MIN_EXPONENT / 2);

  static StepF32 of(Step step) {
    return new StepF32(
        (float) step.rate(), (float) step.scale(), (float) step.penalty(), (float) step.decay());
  }

  /** Returns the scaled gradient with the slope of the penalty. */
  float slope(float w, float g) {
    return scale * g + penalty * w;
  }

  /**
   * Returns the {@link #slope} for a rule that keeps its square: of a size whose square is finite,
   * since an infinite one would never fade. NaN stays NaN.
   */
  float slopeToSquare(float w, float g) {
    return Math.max(-LARGEST, Math.min(slope(w, g), LARGEST));
  }

  /**
   * Returns what a rule adds to the root of squares: ε, or the least root that can be told from 0.
   */
  static float floor(/* wide */ double epsilon) {
    return Math.max((float) epsilon, SMALLEST);
  }

  /** Returns the weight after a step against {@code direction}. */
  float descend(float w, float direction) {
    // The decay is added to the direction: as a factor 1 − ηλ of w it would round to 1 in floats.
    return w - rate * (direction + decay * w);
  }
}
