package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.elements;
import static io.github.wengert.ops.check.MoreRules.horner;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Right special functions by series, continued fractions and iterations, in plain numbers. */
final class SpecialFunctions {
  private SpecialFunctions() {}

  static List<RightFunction> gamma() {
    return List.of(
        smooth(
            "Γ by Lanczos",
            at(0.7, 4.5, 20),
            unary(
                curve(
                    SpecialNumbers::gamma,
                    v -> SpecialNumbers.gamma(v) * SpecialNumbers.digamma(v),
                    v ->
                        SpecialNumbers.gamma(v)
                            * (SpecialNumbers.digamma(v) * SpecialNumbers.digamma(v)
                                + SpecialNumbers.trigamma(v))))),
        smooth(
            "log Γ of 1e4",
            at(1e4, 0.01),
            unary(
                curve(
                    SpecialNumbers::logGamma, SpecialNumbers::digamma, SpecialNumbers::trigamma))),
        smooth("log Γ by Stirling's series", at(20, 150.5), unary(SpecialFunctions::stirling)),
        smooth(
            "log Γ near its pole at 0",
            at(1e-8),
            unary(
                curve(
                    SpecialNumbers::logGamma, SpecialNumbers::digamma, SpecialNumbers::trigamma))),
        smooth(
            "digamma",
            at(3.3, 0.2),
            unary(
                curve(
                    SpecialNumbers::digamma,
                    SpecialNumbers::trigamma,
                    v -> -2 * SpecialNumbers.zetaSum(v, 3)))),
        smooth("beta function of two", all(at(2.5), at(0.5)), beta()),
        smooth(
            "binomial coefficient of a real",
            at(7.5),
            unary(x -> sub(logGamma(add(x, 1)), add(logGamma(sub(x, 2)), Math.log(6))))));
  }

  static List<RightFunction> tails() {
    return List.of(
        smooth("erfc at 5 by a continued fraction", at(5, 3), unary(SpecialFunctions::erfc)),
        smooth("erfc at 20", at(20), unary(SpecialFunctions::erfc)),
        smooth("erf tail by subtraction", at(4.5), unary(x -> sub(1, Ops.erf(x)))),
        smooth("normal distribution at −8 and −30", at(-8, -30), unary(Ops::normalCdf)),
        smooth(
            "log of the normal distribution at −20", at(-20, 2), unary(x -> log(Ops.normalCdf(x)))),
        smooth(
            "exponential integral at 2 and 40",
            at(2, 40),
            unary(
                Rule.elementwise(
                    SpecialNumbers::exponentialIntegral, x -> neg(div(exp(neg(x)), x))))),
        smooth("Dawson's integral", at(0.5, 2), unary(SpecialFunctions::dawson)),
        smooth(
            "tail of Poisson with mean 30",
            at(30, 10),
            unary(
                Rule.elementwise(
                    v -> SpecialNumbers.poisson(v, 20),
                    x ->
                        neg(exp(sub(mul(log(x), 20), add(x, SpecialNumbers.logFactorial(20)))))))));
  }

  static List<RightFunction> series() {
    return List.of(
        smooth(
            "Bessel J₀",
            at(0.1, 2.4048255577, 5),
            unary(
                curve(
                    v -> SpecialNumbers.bessel(0, v),
                    v -> -SpecialNumbers.bessel(1, v),
                    v -> SpecialNumbers.bessel(1, v) / v - SpecialNumbers.bessel(0, v)))),
        smooth(
            "Bessel J₀ at 0",
            at(0),
            unary(
                curve(
                    v -> SpecialNumbers.bessel(0, v),
                    v -> -SpecialNumbers.bessel(1, v),
                    v -> -0.5))),
        smooth(
            "Bessel J₅ at 1e-3",
            at(1e-3, 1),
            unary(
                curve(
                    v -> SpecialNumbers.bessel(5, v),
                    v -> (SpecialNumbers.bessel(4, v) - SpecialNumbers.bessel(6, v)) / 2,
                    v ->
                        (SpecialNumbers.bessel(3, v)
                                - 2 * SpecialNumbers.bessel(5, v)
                                + SpecialNumbers.bessel(7, v))
                            / 4))),
        smooth(
            "dilogarithm",
            at(0.5, -0.9, 0.01),
            unary(
                Rule.elementwise(
                    SpecialNumbers::dilogarithm, x -> neg(div(Ops.log1p(neg(x)), x))))),
        smooth(
            "sine integral",
            at(1, 4),
            unary(Rule.elementwise(SpecialNumbers::sineIntegral, x -> div(Rule.sin(x), x)))),
        smooth(
            "zeta at 1.001 and 3",
            at(1.001, 3),
            unary(
                curve(
                    s -> SpecialNumbers.zeta(s, 0),
                    s -> SpecialNumbers.zeta(s, 1),
                    s -> SpecialNumbers.zeta(s, 2)))),
        smooth("complete elliptic integral near 1", at(0.999, 0.3), unary(elliptic())),
        smooth(
            "exponential by its series",
            at(0.5, -2),
            unary(x -> horner(x, SpecialNumbers.inverseFactorials(25)))),
        smooth(
            "exponential by its series, opaque",
            at(0.5, 3),
            unary(
                Rule.elementwise(v -> horner(v, SpecialNumbers.inverseFactorials(40)), Ops::exp))),
        smooth(
            "arctangent by Euler's fraction",
            at(0.3, 1),
            unary(Rule.elementwise(SpecialNumbers::arctangent, x -> div(1, add(square(x), 1))))),
        smooth(
            "continued fraction of the golden kind", at(1, 0.2), unary(SpecialFunctions::golden)));
  }

  /** Iterations whose derivative is that of the equation solved. */
  static List<RightFunction> implicit() {
    return List.of(
        smooth("cube root by Newton", at(8, 1e-12, 1e30), unary(SpecialFunctions::cubeRoot)),
        smooth(
            "Lambert's W at e and 1e10", at(Math.E, 1e10, 0.01), unary(SpecialFunctions::lambert)),
        smooth(
            "Lambert's W near its branch point",
            at(-1 / Math.E + 1e-5),
            unary(SpecialFunctions::lambert)),
        smooth("Kepler's equation", all(at(1.5, 0.1), at(0.3)), kepler()),
        smooth("Kepler's equation of a comet", all(at(0.05), at(0.99)), kepler()),
        smooth("implied volatility by bisection", at(10, 4), unary(impliedVolatility())),
        smooth("square root by Heron's steps", at(2, 1e-4, 1e4), unary(SpecialFunctions::heron)),
        smooth("reciprocal by Newton's steps", at(0.7, 1.3), unary(SpecialFunctions::reciprocal)),
        smooth("fixed point of the cosine", at(0.3, 0.9), unary(fixedPoint())),
        smooth(
            "quantile of the logistic distribution",
            at(1e-6, 0.5),
            unary(
                Rule.elementwise(
                    p -> Math.log(p) - Math.log1p(-p), p -> div(1, mul(p, sub(1, p)))))),
        smooth("root of a quintic", at(1, -3), unary(quintic())),
        smooth(
            "linear system by Cramer",
            all(normal(2), MorePoints.shaped(Shape.of(2, 2), 4, 1, 2, 3)),
            solve()));
  }

  private static Tensor logGamma(Tensor x) {
    return curve(SpecialNumbers::logGamma, SpecialNumbers::digamma, SpecialNumbers::trigamma)
        .apply(x);
  }

  private static Tensor stirling(Tensor x) {
    Tensor w = div(1, square(x));
    Tensor series = div(horner(w, 1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680), x);
    return add(add(sub(mul(sub(x, 0.5), log(x)), x), 0.5 * Math.log(2 * Math.PI)), series);
  }

  private static Function<List<Tensor>, Tensor> beta() {
    return binary((a, b) -> exp(sub(add(logGamma(a), logGamma(b)), logGamma(add(a, b)))));
  }

  private static Tensor erfc(Tensor x) {
    return Rule.elementwise(
            SpecialNumbers::erfc, v -> mul(exp(neg(square(v))), -2 / Math.sqrt(Math.PI)))
        .apply(x);
  }

  private static Tensor dawson(Tensor x) {
    return Rule.elementwise(SpecialNumbers::dawson, v -> sub(1, mul(mul(v, dawson(v)), 2)))
        .apply(x);
  }

  /** Returns K(k), with the derivative {@code (E/(1 − k²) − K)/k}. */
  private static UnaryOperator<Tensor> elliptic() {
    return curve(
        k -> SpecialNumbers.elliptic(k)[0],
        k ->
            (SpecialNumbers.elliptic(k)[1] / ((1 - k) * (1 + k)) - SpecialNumbers.elliptic(k)[0])
                / k,
        SpecialNumbers::ellipticSecond);
  }

  private static Tensor golden(Tensor x) {
    Tensor y = add(x, 1);
    for (int i = 0; i < 20; i++) {
      y = add(div(1, y), x);
    }
    return y;
  }

  private static Tensor cubeRoot(Tensor x) {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(v -> Rule.map(v, Math::cbrt), (v, y, g) -> div(g, mul(square(y), 3)));
    return rule.apply(List.of(x));
  }

  private static Tensor lambert(Tensor x) {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            v -> Rule.map(v, SpecialNumbers::lambert), (v, w, g) -> div(g, mul(exp(w), add(w, 1))));
    return rule.apply(List.of(x));
  }

  /** Returns the eccentric anomaly E with {@code E − e sin E = M}. */
  private static Function<List<Tensor>, Tensor> kepler() {
    return Rule.of(
        xs ->
            Rule.map(xs.get(0), m -> SpecialNumbers.kepler(m, Ops.stopGradient(xs.get(1)).item())),
        (xs, y, g) -> div(g, sub(1, mul(xs.get(1), Rule.cos(y)))),
        (xs, y, g) ->
            Ops.sumKeepingAxes(div(mul(g, Rule.sin(y)), sub(1, mul(xs.get(1), Rule.cos(y)))), 0));
  }

  /** Returns the deviation at which a call at strike and price 100 costs x. */
  private static UnaryOperator<Tensor> impliedVolatility() {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            x -> Rule.map(x, v -> 2 * SpecialNumbers.normalQuantile(0.5 + v / 200)),
            (x, y, g) -> mul(mul(g, exp(mul(square(y), 0.125))), Math.sqrt(2 * Math.PI) / 100));
    return x -> rule.apply(List.of(x));
  }

  private static Tensor heron(Tensor x) {
    Tensor y = mul(add(x, 1), 0.5);
    for (int i = 0; i < 14; i++) {
      y = mul(add(y, div(x, y)), 0.5);
    }
    return y;
  }

  private static Tensor reciprocal(Tensor x) {
    Tensor y = sub(2.9, mul(x, 2));
    for (int i = 0; i < 9; i++) {
      y = mul(y, sub(2, mul(x, y)));
    }
    return y;
  }

  /** Returns y with {@code y = cos(x y)}. */
  private static UnaryOperator<Tensor> fixedPoint() {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            x -> Rule.map(x, SpecialNumbers::fixedPoint),
            (x, y, g) -> {
              Tensor s = Rule.sin(mul(x, y));
              return neg(div(mul(g, mul(s, y)), add(mul(s, x), 1)));
            });
    return x -> rule.apply(List.of(x));
  }

  /** Returns y with {@code y⁵ + y = x}. */
  private static UnaryOperator<Tensor> quintic() {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            x -> Rule.map(x, SpecialNumbers::quintic),
            (x, y, g) -> div(g, add(mul(pow(y, 4), 5), 1)));
    return x -> rule.apply(List.of(x));
  }

  /** Returns x with {@code A x = b}, of two equations. */
  private static Function<List<Tensor>, Tensor> solve() {
    return binary((b, a) -> {
      List<Tensor> e = elements(a);
      List<Tensor> r = elements(b);
      Tensor det = sub(mul(e.get(0), e.get(3)), mul(e.get(1), e.get(2)));
      Tensor x = sub(mul(e.get(3), r.get(0)), mul(e.get(1), r.get(1)));
      Tensor y = sub(mul(e.get(0), r.get(1)), mul(e.get(2), r.get(0)));
      return div(Ops.stack(List.of(x, y), 0), det);
    });
  }
}
