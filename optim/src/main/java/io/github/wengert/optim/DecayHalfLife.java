package io.github.wengert.optim;

/**
 * How fast weight decay forgets.
 *
 * <p>Without data, a step of {@link Sgd} is a linear map of (w, v). With r = ηλ its characteristic
 * polynomial is {@code z² − T z + D}, where {@code T = 1 + μ − (1 − τ) r, D = μ}, or {@code T = (1
 * + μ)(1 − r), D = μ (1 − r)} for Nesterov's momentum. In the long run the weight shrinks by the
 * largest |z| each step.
 */
final class DecayHalfLife {
  private DecayHalfLife() {}

  /** Returns how many steps halve a weight that shrinks by r = ηλ in each. */
  static double of(double r) {
    return r == 0 ? Double.POSITIVE_INFINITY : steps(Math.abs(r - 1), r);
  }

  /** Returns how many steps halve a weight whose decay, r = ηλ, goes through the velocity. */
  static double of(double r, Sgd.Config config) {
    double mu = config.momentum();
    if (mu == 0 || r == 0) {
      return of(r);
    }
    // With z = 1 − e the polynomial is e² − b e + c. So small e, which are usual, keep their
    // digits.
    double b = config.nesterov() ? 1 - mu + (1 + mu) * r : 1 - mu + (1 - config.dampening()) * r;
    double c = config.nesterov() ? r : (1 - config.dampening()) * r;
    double discriminant = b * b - 4 * c;
    if (discriminant < 0) { // two complex z of one size: the weight swings to zero
      double squared = config.nesterov() ? mu * (1 - r) : mu;
      return steps(Math.sqrt(squared), 1 - Math.sqrt(squared));
    }
    double larger = (b + Math.sqrt(discriminant)) / 2;
    double smaller = c / larger;
    return Math.abs(1 - larger) > Math.abs(1 - smaller)
        ? steps(Math.abs(1 - larger), larger)
        : steps(Math.abs(1 - smaller), smaller);
  }

  /** Returns how often {@code factor} halves; {@code loss} is 1 − factor if factor is in [0, 1]. */
  private static double steps(double factor, double loss) {
    if (factor >= 1) {
      return Double.POSITIVE_INFINITY;
    }
    return loss < 1
        ? StrictMath.log(2) / -StrictMath.log1p(-loss)
        : StrictMath.log(2) / -StrictMath.log(factor);
  }
}
