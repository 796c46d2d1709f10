package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.roughFirstOrder;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Right functions beside the edge of their domain: beyond, they throw, are NaN, or never end. */
final class DomainFunctions {
  private DomainFunctions() {}

  /** Programs that loop until a value is large enough, which from below −1/7 it never is. */
  static List<RightFunction> loops() {
    return List.of(
        loop("growth until 100 from 0.3", 0.3, 1.7, 0.1),
        loop("growth until 100 from 1e-3", 1e-3, 1.7, 0.1),
        loop("growth until 100 from 1e-9", 1e-9, 1.7, 0.1),
        loop("growth until 100 from 1e-30", 1e-30, 1.7, 0.1),
        loop("slow growth until 100 from 0.01", 0.01, 1.1, 0.02),
        loop("growth until 100 from 99", 99, 1.7, 0.1),
        smooth("doubling until 1000, squared", at(0.37), unary(x -> square(grown(x, 2, 0, 1000)))),
        smooth(
            "sum of two loops",
            all(at(0.2), at(0.7)),
            binary((a, b) -> add(grown(a, 1.7, 0.1, 100), grown(b, 1.3, 0.2, 50)))),
        smooth("halving until below 1", at(1e6 * Math.PI), unary(x -> Rule.sin(halved(x)))));
  }

  /** Library operations beside their edges. */
  static List<RightFunction> edges() {
    return List.of(
        smooth("log at 1e-12", at(1e-12, 3e-9), unary(Ops::log)),
        smooth("log of the log", at(1e-3, 1 - 1e-6), unary(x -> log(neg(log(x))))),
        smooth("x log x at 1e-12", at(1e-12, 1e-30), unary(x -> mul(x, log(x)))),
        smooth("entropy of rare events", at(1e-9, 1e-6, 0.9), unary(x -> neg(sum(mul(x, log(x)))))),
        smooth("logit at 1e-10", at(1e-10, 0.5), unary(x -> sub(log(x), Ops.log1p(neg(x))))),
        smooth("logit at 1 − 1e-9", at(1 - 1e-9), unary(x -> sub(log(x), log(sub(1, x))))),
        smooth("log1p at −1 + 1e-10", at(-1 + 1e-10), unary(Ops::log1p)),
        smooth("sqrt at 1e-30", at(1e-30, 1e-12), unary(Ops::sqrt)),
        smooth(
            "sqrt(1 − x²) at 0.999999", at(0.999999, -0.99), unary(x -> sqrt(sub(1, square(x))))),
        smooth(
            "semicircle of radius 1e-3 around 1",
            at(1.0009),
            unary(x -> sqrt(sub(1e-6, square(sub(x, 1)))))),
        smooth("x to the power of 0.1 at 1e-15", at(1e-15), unary(x -> pow(x, 0.1))),
        smooth("x^x at 0.01", at(0.01, 1, 3), unary(x -> pow(x, x))),
        smooth(
            "area hyperbolic cosine at 1 + 1e-6",
            at(1 + 1e-6),
            unary(x -> log(add(x, sqrt(mul(sub(x, 1), add(x, 1))))))),
        smooth(
            "area hyperbolic tangent at −0.99999",
            at(-0.99999, 0.5),
            unary(x -> mul(log(div(add(x, 1), sub(1, x))), 0.5))),
        smooth(
            "sqrt(x (1 − x)) at both ends",
            at(1e-8, 1 - 1e-8),
            unary(x -> sqrt(mul(x, sub(1, x))))),
        smooth(
            "log-likelihood of a coin of 1e-7",
            at(1e-7),
            unary(p -> add(mul(log(p), 3), mul(Ops.log1p(neg(p)), 1e6)))),
        smooth(
            "sqrt of a difference of squares",
            all(at(5), at(4.99999)),
            binary((a, b) -> sqrt(sub(square(a), square(b))))),
        smooth(
            "geometric mean of small numbers",
            at(1e-9, 1e-3, 2),
            unary(x -> exp(Ops.mean(log(x))))),
        smooth(
            "harmonic mean of small numbers",
            at(1e-9, 1e-3, 2),
            unary(x -> div(3, sum(div(1, x))))),
        roughFirstOrder("x^1.5 at its edge 0", at(0), unary(x -> pow(x, 1.5))));
  }

  /** Operations of plain numbers that throw, or give NaN, outside of their domain. */
  static List<RightFunction> guarded() {
    return List.of(
        smooth(
            "log that throws, at 1e-5",
            at(1e-5, 1),
            unary(guarded(v -> v > 0, Math::log, x -> div(1, x)))),
        smooth(
            "log that throws, at 1e-14",
            at(1e-14),
            unary(guarded(v -> v > 0, Math::log, x -> div(1, x)))),
        smooth(
            "root that throws, at 1e-9",
            at(1e-9),
            unary(guarded(v -> v >= 0, Math::sqrt, x -> div(0.5, sqrt(x))))),
        smooth(
            "arcsine at 0.9999",
            at(0.9999, -0.999),
            unary(curve(Math::asin, v -> 1 / root(v), v -> v / Math.pow(root(v), 3)))),
        smooth(
            "arcsine at 1 − 1e-9",
            at(1 - 1e-9),
            unary(curve(Math::asin, v -> 1 / root(v), v -> v / Math.pow(root(v), 3)))),
        smooth(
            "arccosine that throws, at −1 + 1e-7",
            at(-1 + 1e-7),
            unary(
                guarded(
                    v -> Math.abs(v) <= 1,
                    Math::acos,
                    x -> neg(div(1, sqrt(mul(sub(1, x), add(x, 1)))))))),
        smooth(
            "window of 1 ± 1e-7, throwing",
            at(1 + 3e-8),
            unary(guarded(v -> Math.abs(v - 1) <= 1e-7, v -> v * v, x -> mul(x, 2)))),
        smooth(
            "window of 0 ± 1e-9, throwing",
            at(-2e-10),
            unary(guarded(v -> Math.abs(v) <= 1e-9, Math::exp, Ops::exp))),
        smooth(
            "window of 5 ± 1e-4, NaN outside",
            at(5.00005),
            unary(windowed(v -> Math.abs(v - 5) <= 1e-4, Math::cosh, Math::sinh, Math::cosh))),
        smooth(
            "window of 2 ± 1e-5, infinite outside",
            at(2),
            unary(
                curve(
                    v -> Math.abs(v - 2) <= 1e-5 ? v * v * v : Double.POSITIVE_INFINITY,
                    v -> 3 * v * v,
                    v -> 6 * v))),
        smooth(
            "ice that throws above 273.15 K",
            at(273.149, 200),
            unary(
                guarded(
                    v -> v > 0 && v <= 273.15,
                    v -> 2100 * v + 3.5 * v * v,
                    x -> add(mul(x, 7), 2100)))),
        smooth(
            "temperature that throws below 0 K",
            at(1e-3),
            unary(guarded(v -> v > 0, v -> 1 / v, x -> neg(div(1, square(x)))))),
        smooth(
            "throw over a wall that throws",
            all(at(20.0), at(0.7)),
            xs -> thrown(xs.get(0), xs.get(1))),
        smooth(
            "probability that throws above 1",
            at(1 - 1e-6, 1e-6),
            unary(guarded(v -> v >= 0 && v <= 1, v -> v * (1 - v), x -> sub(1, mul(x, 2))))),
        smooth(
            "mixture whose weights must be below 1",
            at(0.3, 0.69999),
            xs -> weights(xs.getFirst())),
        smooth("period of a pendulum near its top", at(0.9999), unary(x -> agmInverse(x))),
        smooth(
            "table that ends at 10",
            at(9.999),
            unary(guarded(v -> v <= 10, v -> 3 + 0.25 * v, x -> add(mul(x, 0), 0.25)))),
        roughFirstOrder(
            "x² that throws below 0, at 0",
            at(0),
            unary(guarded(v -> v >= 0, v -> v * v, x -> mul(x, 2)))),
        roughFirstOrder(
            "root of x³ that throws below 0, at 0",
            at(0, 1),
            unary(guarded(v -> v >= 0, v -> v * Math.sqrt(v), x -> mul(sqrt(x), 1.5)))));
  }

  private static RightFunction loop(String name, double start, double factor, double step) {
    return smooth(name, at(start), unary(x -> grown(x, factor, step, 100)));
  }

  private static Tensor grown(Tensor x, double factor, double step, double end) {
    Tensor y = x;
    while (y.item() < end) {
      y = add(mul(y, factor), step);
    }
    return y;
  }

  private static Tensor halved(Tensor x) {
    Tensor y = x;
    while (y.item() > 1) {
      y = mul(y, 0.5);
    }
    return y;
  }

  /** Returns {@code √(1 − v²)} without cancellation. */
  private static double root(double v) {
    return Math.sqrt((1 - v) * (1 + v));
  }

  private static UnaryOperator<Tensor> guarded(
      DoublePredicate domain, DoubleUnaryOperator f, UnaryOperator<Tensor> derivative) {
    return Rule.elementwise(
        v -> {
          if (!domain.test(v)) {
            throw new IllegalArgumentException("guarded: out of the domain: %s".formatted(v));
          }
          return f.applyAsDouble(v);
        },
        derivative);
  }

  private static UnaryOperator<Tensor> windowed(
      DoublePredicate domain,
      DoubleUnaryOperator f,
      DoubleUnaryOperator d,
      DoubleUnaryOperator dd) {
    return curve(v -> domain.test(v) ? f.applyAsDouble(v) : Double.NaN, d, dd);
  }

  /** Returns how far a ball flies, thrown at some speed and angle, if it clears a wall at 1. */
  private static Tensor thrown(Tensor speed, Tensor angle) {
    double a = angle.item();
    double v = speed.item();
    double height = Math.tan(a) - 9.81 / (2 * v * v * Math.pow(Math.cos(a), 2));
    if (!(height > 0.8)) {
      throw new IllegalArgumentException("throw: hits the wall: height %s".formatted(height));
    }
    return div(mul(square(speed), Rule.sin(mul(angle, 2))), 9.81);
  }

  private static Tensor weights(Tensor w) {
    Tensor rest = sub(1, sum(w));
    if (rest.item() <= 0) {
      throw new IllegalArgumentException("mixture: the weights exceed 1");
    }
    return add(sum(log(w)), log(rest));
  }

  /** Returns 1 over the arithmetic-geometric mean of 1 and √(1 − k²). */
  private static Tensor agmInverse(Tensor k) {
    Tensor a = add(mul(k, 0), 1);
    Tensor b = sqrt(mul(sub(1, k), add(k, 1)));
    for (int i = 0; i < 6; i++) {
      Tensor mean = mul(add(a, b), 0.5);
      b = sqrt(mul(a, b));
      a = mean;
    }
    return div(1, a);
  }
}
