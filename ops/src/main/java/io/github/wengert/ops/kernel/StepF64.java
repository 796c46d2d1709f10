package io.github.wengert.ops.kernel;

/** A {@link Step} in the numbers of one element type, rounded once. */
@SuppressWarnings("cast") // a cast that is redundant here narrows in the twin
record StepF64(double rate, double scale, double penalty, double decay) {
  /** A power of two whose square is finite, and so is the sum of three such squares. */
  private static final double LARGEST = Math.scalb((double) 1.0, Double.MAX_EXPONENT / 2);

  /** A power of two whose square has all its digits; those of smaller numbers fade, then vanish. */
  private static final double SMALLEST = Math.scalb((double) 1.0, Double.MIN_EXPONENT / 2);

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

  /**
   * Returns the {@link #slope} for a rule that keeps its square: of a size whose square is finite,
   * since an infinite one would never fade. NaN stays NaN.
   */
  double slopeToSquare(double w, double g) {
    return Math.max(-LARGEST, Math.min(slope(w, g), LARGEST));
  }

  /**
   * Returns what a rule adds to the root of squares: ε, or the least root that can be told from 0.
   */
  static double floor(/* wide */ double epsilon) {
    return Math.max((double) epsilon, SMALLEST);
  }

  /** Returns the weight after a step against {@code direction}. */
  double descend(double w, double direction) {
    // The decay is added to the direction: as a factor 1 − ηλ of w it would round to 1 in floats.
    return w - rate * (direction + decay * w);
  }
}
