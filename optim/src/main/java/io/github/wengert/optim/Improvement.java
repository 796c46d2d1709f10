package io.github.wengert.optim;

/**
 * When a metric counts as better than the best one so far.
 *
 * @param threshold by how much it must be better, in [0, ∞)
 * @param relative whether the threshold is a share of the best one's size
 */
record Improvement(MetricDirection direction, double threshold, boolean relative) {
  /** What every number is better than. */
  double worst() {
    return direction == MetricDirection.MINIMIZE
        ? Double.POSITIVE_INFINITY
        : Double.NEGATIVE_INFINITY;
  }

  /** Whether {@code value} is better than {@code best}; NaN never is. */
  boolean isBetter(double value, double best) {
    if (best == worst()) {
      return !Double.isNaN(value) && value != best;
    }
    double margin = relative ? threshold * Math.abs(best) : threshold;
    return direction == MetricDirection.MINIMIZE ? value < best - margin : value > best + margin;
  }
}
