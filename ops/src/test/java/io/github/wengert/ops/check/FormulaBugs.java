package io.github.wengert.ops.check;

import static io.github.wengert.ops.check.PlantedBug.nonfinite;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.awayFromZero;
import static io.github.wengert.ops.check.Points.uniform;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Wrong derivatives of textbook formulas, computed in plain numbers. */
final class FormulaBugs {
  private FormulaBugs() {}

  private static final Points POSITIVE = uniform(0.5, 2, 3);
  private static final Points ANY = awayFromZero(3);
  private static final double LN2 = Math.log(2);

  static List<PlantedBug> powersAndLogarithms() {
    return List.of(
        f("x log x without its 1", POSITIVE, x -> x * Math.log(x), x -> Math.log(x)),
        f("x log x with 1 + 1/x", POSITIVE, x -> x * Math.log(x), x -> 1 + 1 / x),
        f("x^x without its 1", POSITIVE, x -> Math.pow(x, x), x -> Math.pow(x, x) * Math.log(x)),
        f(
            "x^x as a power with a constant exponent",
            POSITIVE,
            x -> Math.pow(x, x),
            x -> x * Math.pow(x, x - 1)),
        f("logarithm to base 2 without ln 2", POSITIVE, x -> Math.log(x) / LN2, x -> 1 / x),
        f(
            "logarithm to base 10, multiplied by ln 10",
            POSITIVE,
            Math::log10,
            x -> Math.log(10) / x),
        f("2^x without ln 2", ANY, x -> Math.pow(2, x), x -> Math.pow(2, x)),
        f("2^x with 0.6931", ANY, x -> Math.pow(2, x), x -> 0.6931 * Math.pow(2, x)),
        f(
            "x 2^−x without the product's second part",
            ANY,
            x -> x * Math.pow(2, -x),
            x -> Math.pow(2, -x)),
        f(
            "cube root of negative numbers with the sign of x",
            at(-1, 2, -0.3),
            Math::cbrt,
            x -> Math.signum(x) / (3 * Math.pow(Math.cbrt(x), 2))),
        nonfinite(
            "cube root of negative numbers by a power",
            at(-1, 2, -0.3),
            Opaque.elementwise(Math::cbrt, x -> Math.pow(x, -2.0 / 3) / 3)),
        f("cube as 3 x |x|", at(-1.5, 2, -0.3), x -> x * x * x, x -> 3 * x * Math.abs(x)),
        f(
            "log(eˣ − 1) with the sigmoid of x",
            POSITIVE,
            x -> Math.log(Math.expm1(x)),
            x -> 1 / (1 + Math.exp(-x))),
        f("(eˣ − 1)/x with eˣ/x", ANY, x -> Math.expm1(x) / x, x -> Math.exp(x) / x),
        f(
            "log(1 − eˣ) with the wrong sign",
            uniform(-2, -0.3, 3),
            x -> Math.log(-Math.expm1(x)),
            x -> Math.exp(x) / -Math.expm1(x)));
  }

  static List<PlantedBug> angles() {
    return List.of(
        f("arctangent with 1 − x² below", at(0.4, -0.6, 2.5), Math::atan, x -> 1 / (1 - x * x)),
        f(
            "arcsine with 1 + x² under the root",
            at(0.4, -0.6, 0.9),
            Math::asin,
            x -> 1 / Math.sqrt(1 + x * x)),
        f(
            "arccosine without its minus",
            at(0.4, -0.6, 0.9),
            Math::acos,
            x -> 1 / Math.sqrt(1 - x * x)),
        f(
            "arsinh with x² − 1 under the root",
            at(1.4, -2.6, 3.9),
            x -> Math.log(x + Math.sqrt(x * x + 1)),
            x -> 1 / Math.sqrt(x * x - 1)),
        f(
            "arcosh with x² + 1 under the root",
            at(1.4, 2.6, 3.9),
            x -> Math.log(x + Math.sqrt(x * x - 1)),
            x -> 1 / Math.sqrt(x * x + 1)),
        f(
            "artanh with 1 + x² below",
            at(0.4, -0.6, 0.9),
            x -> 0.5 * Math.log((1 + x) / (1 - x)),
            x -> 1 / (1 + x * x)),
        f("tangent with 1 + x²", at(0.4, -0.6, 1.2), Math::tan, x -> 1 + x * x),
        f(
            "cotangent without its minus",
            at(0.4, -0.6, 1.2),
            x -> 1 / Math.tan(x),
            x -> 1 / Math.pow(Math.sin(x), 2)),
        f("sin x / x without its second part", ANY, x -> Math.sin(x) / x, x -> Math.cos(x) / x),
        f(
            "sine in degrees, the factor forgotten",
            uniform(10, 80, 3),
            x -> Math.sin(Math.toRadians(x)),
            x -> Math.cos(Math.toRadians(x))),
        f(
            "sine in degrees, with 57.3 for 180/π",
            uniform(10, 80, 3),
            x -> Math.sin(Math.toRadians(x)),
            x -> Math.cos(Math.toRadians(x)) / 57.3),
        f("hyperbolic cosine with a minus", ANY, Math::cosh, x -> -Math.sinh(x)),
        f(
            "sine with π = 3.1416",
            uniform(0.1, 0.4, 3),
            x -> Math.sin(Math.PI * x),
            x -> 3.1416 * Math.cos(Math.PI * x)),
        f(
            "triangle wave without its falling side",
            at(0.3, 1.4, 2.2, 3.7),
            x -> Math.abs(x / 2 - Math.floor(x / 2 + 0.5)),
            x -> 0.5),
        f("sawtooth with derivative 0", at(0.3, 1.4, -2.2), x -> x - Math.floor(x), x -> 0),
        ff(
            "angle of (y, x) with its arguments swapped",
            Math::atan2,
            (y, x) -> -y / (x * x + y * y),
            (y, x) -> x / (x * x + y * y)),
        wrong(
            "angle of (y, x): the other sign left of 0",
            all(at(1, 2, -1), at(2, -1, -0.5)),
            Opaque.binary(
                Math::atan2,
                (y, x) -> Math.abs(x) / (x * x + y * y),
                (y, x) -> -y / (x * x + y * y))),
        wrong(
            "angle of (y, x) as that of y/x, x not squared",
            all(at(1, 2, -1), at(2, -1, -0.5)),
            Opaque.binary(
                Math::atan2,
                (y, x) -> x / (x * x + y * y),
                (y, x) -> -y / Math.abs(x) / (1 + y * y / x / x))));
  }

  static List<PlantedBug> units() {
    return List.of(
        f(
            "tanhshrink with the tanh's derivative",
            ANY,
            x -> x - Math.tanh(x),
            x -> 1 - sq(Math.tanh(x))),
        f(
            "softsign with its denominator not squared",
            ANY,
            x -> x / (1 + Math.abs(x)),
            x -> 1 / (1 + Math.abs(x))),
        f(
            "softsign without the magnitude",
            at(-0.5, 1, -3),
            x -> x / (1 + Math.abs(x)),
            x -> 1 / sq(1 + x)),
        f(
            "mish without its inner derivative",
            ANY,
            x -> x * Math.tanh(Math.log1p(Math.exp(x))),
            x -> Math.tanh(Math.log1p(Math.exp(x)))),
        f(
            "swish of 1.7 x, 1.7 forgotten",
            ANY,
            x -> x * sigmoid(1.7 * x),
            x -> sigmoid(1.7 * x) + x * sigmoid(1.7 * x) * (1 - sigmoid(1.7 * x))),
        f("hard swish with x + 3 over 6", at(-1, 0.5, 2), x -> x * (x + 3) / 6, x -> (x + 3) / 6),
        f(
            "selu without λ below 0",
            at(-1, 0.5, -2),
            x -> 1.0507 * (x > 0 ? x : 1.67326 * Math.expm1(x)),
            x -> x > 0 ? 1.0507 : 1.67326 * Math.exp(x)),
        f(
            "celu with α = 2, not divided",
            at(-1, 0.5, -2),
            x -> x > 0 ? x : 2 * Math.expm1(x / 2),
            x -> x > 0 ? 1 : Math.exp(x)),
        f(
            "exact gelu without x times the density",
            ANY,
            x -> x * DomainBugs.cdf(x),
            DomainBugs::cdf),
        f(
            "normal distribution's density with √2π = 2.5066",
            ANY,
            DomainBugs::cdf,
            x -> Math.exp(-x * x / 2) / 2.5066),
        f(
            "smooth step 3x² − 2x³ with 1 + x",
            uniform(0.1, 0.9, 3),
            x -> x * x * (3 - 2 * x),
            x -> 6 * x * (1 + x)),
        f("hard sigmoid with 0.2 for 1/6", at(-1, 0.5, 2), x -> (x + 3) / 6, x -> 0.2),
        f(
            "squared rectifier with derivative x",
            at(-1, 0.5, 2),
            x -> x > 0 ? x * x : 0,
            x -> Math.max(x, 0)),
        f(
            "log-sigmoid with the sigmoid of x",
            ANY,
            x -> -Math.log1p(Math.exp(-x)),
            FormulaBugs::sigmoid));
  }

  static List<PlantedBug> losses() {
    return List.of(
        f(
            "log-cosh with a clipped line",
            ANY,
            x -> Math.log(Math.cosh(x)),
            x -> Math.clamp(x, -1, 1)),
        f(
            "pseudo-Huber with δ = 2, not divided",
            ANY,
            x -> 4 * (Math.sqrt(1 + x * x / 4) - 1),
            x -> x / Math.sqrt(1 + x * x)),
        f(
            "Tukey's biweight, not squared",
            at(0.4, -1.3, 2),
            x -> 1 - Math.pow(1 - x * x / 9, 3),
            x -> 6 * x / 9 * (1 - x * x / 9)),
        f(
            "smooth L1 with β = ½, not divided",
            at(0.2, -0.4, 2),
            x -> Math.abs(x) < 0.5 ? x * x : Math.abs(x) - 0.25,
            x -> Math.abs(x) < 0.5 ? x : Math.signum(x)),
        f(
            "focal loss with its weight held fixed",
            uniform(0.2, 0.8, 3),
            p -> -sq(1 - p) * Math.log(p),
            p -> -sq(1 - p) / p),
        ff(
            "Poisson loss without the count",
            (x, t) -> Math.exp(x) - t * x,
            (x, t) -> Math.exp(x),
            (x, t) -> -x),
        wrong(
            "relative entropy t log(t/p) without t's 1",
            all(uniform(0.2, 0.8, 3), uniform(0.2, 0.8, 3)),
            Opaque.binary(
                (t, p) -> t * Math.log(t / p), (t, p) -> Math.log(t / p), (t, p) -> -t / p)),
        wrong(
            "Gaussian loss by its variance, without the half of the logarithm",
            all(awayFromZero(3), uniform(0.5, 2, 3)),
            Opaque.binary(
                (r, v) -> 0.5 * Math.log(v) + r * r / (2 * v),
                (r, v) -> r / v,
                (r, v) -> 1 / v - r * r / (2 * v * v))),
        wrong(
            "binary cross-entropy with p − 1 + t",
            all(uniform(0.2, 0.8, 3), uniform(0.1, 0.4, 3)),
            Opaque.binary(
                (p, t) -> -t * Math.log(p) - (1 - t) * Math.log(1 - p),
                (p, t) -> (p - 1 + t) / (p * (1 - p)),
                (p, t) -> Math.log((1 - p) / p))),
        ff(
            "logarithm of a sum of two powers with the weights swapped",
            (a, b) -> Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))),
            (a, b) -> sigmoid(b - a),
            (a, b) -> sigmoid(a - b)),
        ff(
            "hypotenuse with the other leg",
            Math::hypot,
            (a, b) -> b / Math.hypot(a, b),
            (a, b) -> a / Math.hypot(a, b)),
        wrong(
            "a^b by b with the logarithm of b",
            all(uniform(0.5, 2, 3), uniform(1.2, 2, 3)),
            Opaque.binary(
                Math::pow,
                (a, b) -> b * Math.pow(a, b - 1),
                (a, b) -> Math.pow(a, b) * Math.log(b))),
        wrong(
            "remainder of a/b with derivative 0 by b",
            all(at(7.3, 5.1, -2.2), at(2, 1.5, 0.9)),
            Opaque.binary((a, b) -> a % b, (a, b) -> 1, (a, b) -> 0)),
        wrong(
            "floored remainder of negative numbers with the truncated quotient",
            all(at(-7.3, -5.1, -2.2), at(2, 1.5, 0.9)),
            Opaque.binary(
                (a, b) -> a - b * Math.floor(a / b),
                (a, b) -> 1,
                (a, b) -> -(double) (long) (a / b))));
  }

  static List<PlantedBug> specialFunctions() {
    return List.of(
        f("log Γ with log x for its derivative", POSITIVE, DomainBugs::logGamma, Math::log),
        f(
            "log Γ with an expansion that needs larger x",
            uniform(1, 2, 3),
            DomainBugs::logGamma,
            x -> Math.log(x) - 0.5 / x),
        f("Bessel's J₀ with J₁ of the wrong sign", POSITIVE, x -> bessel(0, x), x -> bessel(1, x)),
        f(
            "Bessel's J₁ with J₀ − J₁",
            POSITIVE,
            x -> bessel(1, x),
            x -> bessel(0, x) - bessel(1, x)),
        f(
            "Legendre's fifth polynomial, recurrence one off",
            uniform(0.2, 0.8, 3),
            x -> (63 * Math.pow(x, 5) - 70 * Math.pow(x, 3) + 15 * x) / 8,
            x -> (35 * Math.pow(x, 4) - 30 * x * x + 3) / 8),
        f(
            "Chebyshev's T₅ with U₅",
            uniform(0.2, 0.8, 3),
            x -> Math.cos(5 * Math.acos(x)),
            x -> 5 * Math.sin(6 * Math.acos(x)) / Math.sin(Math.acos(x))),
        f(
            "polynomial without its highest term",
            ANY,
            x -> ((0.3 * x - 1) * x + 2) * x + 1,
            x -> -2 * x + 2),
        f(
            "polynomial with the powers one off",
            POSITIVE,
            x -> ((0.3 * x - 1) * x + 2) * x + 1,
            x -> (0.9 * x * x - 2 * x + 2) * x),
        f(
            "error function's complement without its minus",
            ANY,
            x -> 2 - 2 * DomainBugs.cdf(x * Math.sqrt(2)),
            x -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x)),
        f(
            "ten Newton steps, only the last differentiated",
            uniform(2, 3, 3),
            FormulaBugs::newton,
            x -> 1 / (4 * newton(x))),
        f(
            "harmonic sum, derivative of a term too few",
            POSITIVE,
            x -> 1 / x + 1 / (x + 1) + 1 / (x + 2),
            x -> -1 / sq(x) - 1 / sq(x + 1)),
        f(
            "continued fraction differentiated at its first level only",
            POSITIVE,
            x -> 1 / (x + 1 / (x + 1)),
            x -> -1 / sq(x + 1 / (x + 1))));
  }

  private static PlantedBug f(
      String name, Points points, DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    return wrong(name, points, Opaque.elementwise(f, derivative));
  }

  private static PlantedBug ff(
      String name, DoubleBinaryOperator f, DoubleBinaryOperator byA, DoubleBinaryOperator byB) {
    return wrong(name, all(awayFromZero(3), awayFromZero(3)), Opaque.binary(f, byA, byB));
  }

  private static double sq(double x) {
    return x * x;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Returns √x. */
  private static double newton(double x) {
    double y = 1;
    for (int i = 0; i < 10; i++) {
      y = 0.5 * (y + x / y);
    }
    return y;
  }

  private static double bessel(int n, double x) {
    double term = n == 0 ? 1 : x / 2;
    double sum = term;
    for (int k = 1; k < 30; k++) {
      term *= -x * x / 4 / k / (k + n);
      sum += term;
    }
    return sum;
  }
}
