package io.github.wengert.optim;

import io.github.wengert.optim.LossFunction.Point;
import java.util.Optional;

/**
 * A search along a direction d for a step α that fulfils the strong Wolfe conditions: with {@code
 * φ(α) = f(x + α d)},
 *
 * <pre>
 *   φ(α) ≤ φ(0) + c₁ α φ′(0)        sufficient decrease
 *   |φ′(α)| ≤ c₂ |φ′(0)|            curvature
 * </pre>
 *
 * <p>First the step grows until an interval must hold such an α, then the interval shrinks. New
 * steps are minima of the cubic through values and slopes at two steps, kept off the ends of the
 * interval; if the interval shrinks too slowly it is halved. Where f is not finite, the step counts
 * as too long.
 *
 * <p>Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 3.5 and 3.6,
 * equation 3.59.
 */
final class WolfeSearch {
  /** φ and φ′ at a step. */
  record Trial(double step, Point point, double slope) {
    double loss() {
      return point.isFinite() ? point.loss() : Double.POSITIVE_INFINITY;
    }
  }

  private static final double MOST_GROWTH = 10;
  private static final double LEAST_GROWTH = 0.01;
  private static final double MARGIN = 0.1;
  private static final double SLOW = 2.0 / 3;

  private final LossFunction f;
  private final Trial start;
  private final double[] direction;
  private final double c1;
  private final double c2;
  private int left;
  private Trial lowest;

  /**
   * Prepares a search.
   *
   * @param start where the search starts; the loss is finite there
   * @param trials how often the function may be evaluated
   */
  WolfeSearch(LossFunction f, Point start, double[] direction, double c1, double c2, int trials) {
    this.f = f;
    this.start = new Trial(0, start, VectorMath.dot(start.gradient(), direction));
    this.direction = direction;
    this.c1 = c1;
    this.c2 = c2;
    this.left = trials;
    this.lowest = this.start;
  }

  /** Returns the point of the lowest loss that was met, be it the start. */
  Point lowest() {
    return lowest.point;
  }

  /**
   * Returns a step that fulfils both conditions, with the parameters there; or nothing, with the
   * parameters anywhere, if the direction does not lead down or the evaluations are used up.
   */
  Optional<Trial> run(double firstStep) {
    if (!(start.slope < 0)) {
      return Optional.empty();
    }
    Trial shorter = start;
    double step = firstStep;
    while (left > 0) {
      Trial trial = at(step);
      if (isTooHigh(trial) || trial.loss() >= shorter.loss()) {
        return zoom(shorter, trial);
      }
      if (isFlat(trial)) {
        return Optional.of(trial);
      }
      if (trial.slope >= 0) {
        return zoom(trial, shorter);
      }
      step = longerStep(shorter, trial);
      shorter = trial;
    }
    return Optional.empty();
  }

  /**
   * Searches between two steps.
   *
   * @param low the step of the lowest loss among those with sufficient decrease; φ falls from there
   *     towards {@code other}
   */
  private Optional<Trial> zoom(Trial low, Trial other) {
    double widthBefore = Double.POSITIVE_INFINITY;
    while (left > 0) {
      double width = Math.abs(other.step - low.step);
      double step = stepBetween(low, other, width > SLOW * widthBefore);
      if (step == low.step || step == other.step) {
        return Optional.empty(); // there is no number in between
      }
      widthBefore = width;
      Trial trial = at(step);
      if (isTooHigh(trial) || trial.loss() >= low.loss()) {
        other = trial;
      } else if (isFlat(trial)) {
        return Optional.of(trial);
      } else {
        if (trial.slope * (other.step - low.step) >= 0) {
          other = low;
        }
        low = trial;
      }
    }
    return Optional.empty();
  }

  private Trial at(double step) {
    left--;
    Point point = f.at(VectorMath.sum(start.point.x(), step, direction));
    Trial trial = new Trial(step, point, VectorMath.dot(point.gradient(), direction));
    if (trial.loss() < lowest.loss()) {
      lowest = trial;
    }
    return trial;
  }

  private boolean isTooHigh(Trial trial) {
    return trial.loss() > start.loss() + c1 * trial.step * start.slope;
  }

  private boolean isFlat(Trial trial) {
    return Math.abs(trial.slope) <= -c2 * start.slope;
  }

  private static double longerStep(Trial shorter, Trial longer) {
    double least = longer.step + LEAST_GROWTH * (longer.step - shorter.step);
    double most = MOST_GROWTH * longer.step;
    double minimum = cubicMinimum(shorter, longer);
    return Double.isNaN(minimum) ? most : Math.clamp(minimum, least, most);
  }

  private static double stepBetween(Trial a, Trial b, boolean halve) {
    double minimum = cubicMinimum(a, b);
    if (halve || Double.isNaN(minimum)) {
      return a.step + (b.step - a.step) / 2;
    }
    double margin = MARGIN * Math.abs(b.step - a.step);
    return Math.clamp(
        minimum, Math.min(a.step, b.step) + margin, Math.max(a.step, b.step) - margin);
  }

  /** Returns where the cubic through values and slopes has its minimum; NaN if it has none. */
  private static double cubicMinimum(Trial a, Trial b) {
    double d1 = a.slope + b.slope - 3 * (a.loss() - b.loss()) / (a.step - b.step);
    double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), b.step - a.step);
    double minimum =
        b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    return Double.isFinite(minimum) ? minimum : Double.NaN;
  }
}
