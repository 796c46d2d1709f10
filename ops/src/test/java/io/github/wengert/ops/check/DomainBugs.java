package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.mapped;
import static io.github.wengert.ops.check.Points.scaled;
import static io.github.wengert.ops.check.Points.uniform;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Wrong derivatives of functions that throw, never end, or are NaN a short way off: outside of
 * their domain.
 */
final class DomainBugs {
  private DomainBugs() {}

  /** Functions with a loop that never ends outside of their domain. */
  static List<PlantedBug> endless() {
    return List.of(
        wrong(
            "growth until 100, one step not differentiated",
            at(0.5, 1.3),
            Opaque.elementwise(v -> grown(v)[0], v -> Math.pow(1.7, grown(v)[1] - 1))),
        wrong(
            "steps of x until 1, one forgotten",
            at(0.3, 0.17),
            Opaque.elementwise(v -> Math.ceil(1 / checkedStep(v)) * v, v -> Math.ceil(1 / v) - 1)),
        wrong(
            "halving until below 1e-3, with one halving too many in the derivative",
            at(0.9, 3.1),
            Opaque.elementwise(v -> halved(v)[0], v -> halved(v)[1] / 2)));
  }

  /** Functions that throw or are NaN outside. */
  static List<PlantedBug> refusing() {
    return List.of(
        wrong(
            "log that refuses x ≤ 0, at 1e-3, with derivative 1",
            scaled(1e-3, uniform(1, 2, 3)),
            Opaque.elementwise(positive(Math::log), v -> 1)),
        wrong(
            "log that refuses x ≤ 0, at 1e-9, with the wrong sign",
            scaled(1e-9, uniform(1, 2, 3)),
            Opaque.elementwise(positive(Math::log), v -> -1 / v)),
        wrong(
            "square root that refuses x ≤ 0, at 1e-6, with ½ forgotten",
            scaled(1e-6, uniform(1, 2, 3)),
            Opaque.elementwise(positive(Math::sqrt), v -> 1 / Math.sqrt(v))),
        wrong(
            "arcsine at 0.999 with the wrong sign, refusing |x| > 1",
            at(0.999, -0.9995),
            Opaque.elementwise(insideOne(Math::asin), v -> -1 / Math.sqrt(1 - v * v))),
        wrong(
            "arccosine with the arcsine's derivative, NaN outside",
            at(0.99, -0.3),
            Opaque.elementwise(Math::acos, v -> 1 / Math.sqrt(1 - v * v))),
        wrong(
            "artanh at 0.9999 with 1 + x² below",
            mapped(v -> 1 - 1e-4 * v, uniform(1, 2, 3)),
            Opaque.elementwise(v -> 0.5 * Math.log((1 + v) / (1 - v)), v -> 1 / (1 + v * v))),
        wrong(
            "x^1.5 at 1e-4 with exponent 1.5 in the derivative, NaN below 0",
            scaled(1e-4, uniform(1, 2, 3)),
            Opaque.elementwise(v -> Math.pow(v, 1.5), v -> 1.5 * Math.pow(v, 1.5))),
        wrong(
            "entropy that refuses numbers outside of (0, 1), without its 1",
            at(0.01, 0.2, 0.79),
            Opaque.scalar(
                p ->
                    -p[0] * Math.log(fraction(p[0]))
                        - p[1] * Math.log(fraction(p[1]))
                        - p[2] * Math.log(fraction(p[2])),
                p -> new double[] {-Math.log(p[0]), -Math.log(p[1]), -Math.log(p[2])})),
        wrong(
            "log-determinant by Cholesky, its off-diagonal counted once",
            at(1, 0.99, 1.01),
            Opaque.scalar(
                a -> 2 * Math.log(cholesky(a)[0]) + 2 * Math.log(cholesky(a)[2]),
                a -> {
                  double det = a[0] * a[2] - a[1] * a[1];
                  return new double[] {a[2] / det, -a[1] / det, a[0] / det};
                })),
        wrong(
            "time of fall from 1 mm, refusing heights below the ground, off by a percent",
            scaled(1e-3, uniform(1, 2, 3)),
            Opaque.elementwise(
                positive(h -> Math.sqrt(2 * h / 9.81)), h -> 0.505 * Math.sqrt(2 / (h * 9.81)))),
        wrong(
            "table on [0, 4] with the slope of the next cell, refusing what is outside",
            at(0.02, 2.4, 3.2),
            Opaque.elementwise(DomainBugs::table, v -> CELLS[(int) v + 2] - CELLS[(int) v + 1])),
        wrong(
            "Newton's square root that throws when it does not converge, last step only",
            scaled(1e-2, uniform(1, 2, 3)),
            Opaque.elementwise(DomainBugs::newtonRoot, v -> 0.5 / newtonRoot(v) * 0.5)),
        wrong(
            "option price: its volatility's derivative without √T, refusing σ ≤ 0",
            all(uniform(90, 110, 2), uniform(0.03, 0.05, 2)),
            Opaque.binary(
                (s, v) -> option(s, requirePositive(v)),
                (s, v) -> cdf((Math.log(s / 100) + v * v) / (v * Math.sqrt(2))),
                (s, v) -> s * density((Math.log(s / 100) + v * v) / (v * Math.sqrt(2))))),
        wrong(
            "log Γ at 0.01, refusing 0 and below, with log x for its derivative",
            scaled(0.01, uniform(1, 2, 3)),
            Opaque.elementwise(positive(DomainBugs::logGamma), Math::log)));
  }

  private static final double[] CELLS = {0, 1, 0.5, 2, 2.2, 5};

  /** Returns what x has grown to and in how many steps; below −1/7 it falls forever. */
  private static double[] grown(double x) {
    double y = x;
    int steps = 0;
    while (y < 100) {
      y = 1.7 * y + 0.1;
      steps++;
    }
    return new double[] {y, steps};
  }

  private static double checkedStep(double x) {
    double sum = 0;
    while (sum < 1) { // forever if x is not positive
      sum += x;
    }
    return x;
  }

  /** Returns x halved until small, and by what it was multiplied; an infinity stays. */
  private static double[] halved(double x) {
    double y = x;
    double factor = 1;
    while (y > 1e-3 || y <= 0) { // forever if x is not positive
      y /= 2;
      factor /= 2;
    }
    return new double[] {y, factor};
  }

  private static DoubleUnaryOperator positive(DoubleUnaryOperator f) {
    return v -> f.applyAsDouble(requirePositive(v));
  }

  private static double requirePositive(double v) {
    if (!(v > 0)) {
      throw new IllegalArgumentException("domain: must be positive (%s ≤ 0)".formatted(v));
    }
    return v;
  }

  private static DoubleUnaryOperator insideOne(DoubleUnaryOperator f) {
    return v -> {
      if (Math.abs(v) > 1) {
        throw new IllegalArgumentException("domain: must be in [−1, 1] (%s)".formatted(v));
      }
      return f.applyAsDouble(v);
    };
  }

  private static double fraction(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("domain: must be in (0, 1) (%s)".formatted(p));
    }
    return p;
  }

  /** Returns the factor of {{a₀, a₁}, {a₁, a₂}}. */
  private static double[] cholesky(double[] a) {
    double first = Math.sqrt(requirePositive(a[0]));
    double below = a[1] / first;
    return new double[] {first, below, Math.sqrt(requirePositive(a[2] - below * below))};
  }

  private static double table(double x) {
    if (!(x >= 0 && x <= 4)) {
      throw new IllegalArgumentException("domain: outside of the table (%s)".formatted(x));
    }
    int cell = (int) Math.min(x, 3);
    return CELLS[cell] + (x - cell) * (CELLS[cell + 1] - CELLS[cell]);
  }

  private static double newtonRoot(double x) {
    double y = 1;
    for (int i = 0; i < 60; i++) {
      double next = 0.5 * (y + x / y);
      if (Math.abs(next - y) <= 1e-15 * Math.abs(y)) {
        return next;
      }
      y = next;
    }
    throw new IllegalStateException("root: no convergence at %s".formatted(x));
  }

  /** Returns the price of a call at 100 for T = 2, without interest. */
  private static double option(double s, double v) {
    double d1 = (Math.log(s / 100) + v * v) / (v * Math.sqrt(2));
    return s * cdf(d1) - 100 * cdf(d1 - v * Math.sqrt(2));
  }

  static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Returns the distribution function of normal numbers, by its series. */
  static double cdf(double z) {
    double term = z;
    double sum = z;
    for (int i = 3; i < 300; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 + density(z) * sum;
  }

  /** Returns log Γ, by Stirling's series beyond 10. */
  static double logGamma(double x) {
    double shift = 0;
    double z = x;
    while (z < 10) {
      shift += Math.log(z++);
    }
    double w = 1 / (z * z);
    double series = (1 / 12.0 - w * (1 / 360.0 - w * (1 / 1260.0 - w * (1 / 1680.0)))) / z;
    return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
