package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.mapped;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.scaled;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Wrong derivatives of functions whose own scale is far from 1. */
final class ScaleBugs {
  private ScaleBugs() {}

  /** Values so small or so large that a step or a tolerance of about 1 says nothing. */
  static List<PlantedBug> values() {
    return List.of(
        morse(7.4e-19),
        morse(1e-30),
        morse(1e-150),
        morse(1e12),
        morse(1e150),
        likelihood(57),
        likelihood(345),
        likelihood(660),
        wrong(
            "cross-entropy times 1e-25, with the label of the next class",
            normal(1, 4),
            Rule.unary(
                x -> mul(sub(Ops.logSumExp(x, 1), first(x, 0)), 1e-25),
                (x, y, g) ->
                    mul(
                        sub(Ops.softmax(x, 1), Tensor.ofRows(DType.F64, new double[] {0, 1, 0, 0})),
                        mul(g, 1e-25)))),
        wrong(
            "squared error in 1e12 with the gradient of the sum",
            normal(6),
            Rule.unary(
                x -> mul(Ops.mean(square(sub(x, 0.5))), 1e12),
                (x, y, g) -> mul(mul(sub(x, 0.5), g), 2e12))),
        wrong(
            "exp at −600 with its derivative floored at 1e-200",
            uniform(-610, -600, 3),
            Rule.unary(Ops::exp, (x, y, g) -> mul(g, Ops.max(1e-200, y)))),
        wrong(
            "exp at 600 with its derivative capped at 1e200",
            uniform(600, 610, 3),
            Opaque.elementwise(Math::exp, v -> Math.min(Math.exp(v), 1e200))),
        wrong(
            "sigmoid at −60 with y clipped to 1e-7 in the derivative only",
            uniform(-62, -58, 3),
            Rule.unary(
                Ops::sigmoid,
                (x, y, g) -> {
                  Tensor p = Ops.clamp(y, 1e-7, 1 - 1e-7);
                  return mul(g, mul(p, sub(1, p)));
                })),
        wrong(
            "product of forty probabilities of 1e-5: one forgotten",
            uniform(1e-5, 2e-5, 40),
            Opaque.scalar(
                x -> DoubleStream.of(x).reduce(1, (a, b) -> a * b),
                x -> {
                  double all = DoubleStream.of(x).reduce(1, (a, b) -> a * b);
                  return DoubleStream.of(x).map(v -> v == x[7] ? 0 : all / v).toArray();
                })));
  }

  /** Inputs so small or so large. */
  static List<PlantedBug> inputs() {
    return List.of(
        clampedLog(1e-6, 1e-9),
        clampedLog(1e-12, 1e-15),
        clampedLog(1e-30, 1e-40),
        clampedLog(1e-200, 1e-250),
        wrong(
            "log: argument clamped at 1e-6 in the derivative only, in plain numbers",
            scaled(1e-8, uniform(1, 2, 3)),
            Opaque.elementwise(Math::log, v -> 1 / Math.max(v, 1e-6))),
        squareWrongBelow(1e-6, 1e-7),
        squareWrongBelow(1e-6, 1e-12),
        squareWrongBelow(1e-20, 1e-30),
        squareWrongBelow(1e-90, 1e-100),
        wrong(
            "square: wrong above 1e12 only",
            scaled(3e12, uniform(1, 2, 3)),
            Opaque.elementwise(v -> v * v, v -> v > 1e12 ? v : 2 * v)),
        wrong(
            "square at 1e100 with factor 2 forgotten",
            scaled(1e100, uniform(1, 2, 3)),
            Rule.unary(Ops::square, (x, y, g) -> mul(g, x))),
        wrong(
            "fourth power at 1e-30 with factor 3",
            scaled(1e-30, uniform(1, 2, 3)),
            Rule.unary(x -> Ops.pow(x, 4), (x, y, g) -> mul(g, mul(Ops.pow(x, 3), 3)))),
        wrong(
            "sqrt at 1e-30 with 1e-20 added in the derivative",
            scaled(1e-30, uniform(1, 2, 3)),
            Rule.unary(Ops::sqrt, (x, y, g) -> div(mul(g, 0.5), Ops.sqrt(add(x, 1e-20))))),
        wrong(
            "sqrt at 1e-12 with 1e-10 added in the derivative",
            scaled(1e-12, uniform(1, 2, 3)),
            Opaque.elementwise(Math::sqrt, v -> 0.5 / Math.sqrt(v + 1e-10))),
        wrong(
            "reciprocal at 1e-8 with 1e-12 added to the square",
            scaled(1e-8, uniform(1, 2, 3)),
            Rule.unary(x -> div(1, x), (x, y, g) -> neg(div(g, add(square(x), 1e-12))))),
        wrong(
            "reciprocal at 1e-20 without its sign",
            scaled(1e-20, uniform(1, 2, 3)),
            Rule.unary(x -> div(1, x), (x, y, g) -> mul(g, square(y)))),
        wrong(
            "reciprocal at 1e-150, off by a thousandth",
            scaled(1e-150, uniform(1, 2, 2)),
            Opaque.elementwise(v -> 1 / v, v -> -1.001 / v / v)),
        wrong(
            "log(x²) at 1e-20 with factor 2 forgotten",
            scaled(1e-20, normal(3)),
            Rule.unary(x -> Ops.log(square(x)), (x, y, g) -> div(g, x))),
        wrong(
            "tanh(x − 1e6) with derivative 1 − y",
            uniform(1e6 + 0.3, 1e6 + 0.9, 3),
            Rule.unary(x -> tanh(sub(x, 1e6)), (x, y, g) -> mul(g, sub(1, y)))),
        wrong(
            "tanh(x − 1e6) of plain numbers with the wrong sign",
            uniform(1e6 + 0.3, 1e6 + 0.9, 3),
            Opaque.elementwise(v -> Math.tanh(v - 1e6), v -> -1 + Math.pow(Math.tanh(v - 1e6), 2))),
        wrong(
            "softmax at 1e8 without its off-diagonal",
            at(1e8, 1e8 + 1, 1e8 + 2),
            Rule.unary(x -> Ops.softmax(x, 0), (x, y, g) -> mul(g, mul(y, sub(1, y))))),
        wrong(
            "log-sum-exp at 1e12 with equal weights",
            at(1e12, 1e12 + 1, 1e12 + 2),
            Rule.unary(x -> Ops.logSumExp(x), (x, y, g) -> div(Ops.broadcastTo(g, x.shape()), 3))),
        wrong(
            "log-sum-exp of two equal 1e300 with weight 1 for each",
            at(1e300, 1e300),
            Rule.unary(x -> Ops.logSumExp(x), (x, y, g) -> Ops.broadcastTo(g, x.shape()))),
        wrong(
            "sin(x/1e-12) at 1e-12 with the sine of the angle",
            scaled(1e-12, uniform(1, 1.4, 3)),
            Opaque.elementwise(v -> Math.sin(v / 1e-12), v -> Math.sin(v / 1e-12) / 1e-12)),
        wrong(
            "sin(1e-12 x) at 1e12 taken for a small angle",
            scaled(1e12, uniform(0.5, 1, 3)),
            Opaque.elementwise(v -> Math.sin(1e-12 * v), v -> 1e-12)),
        wrong(
            "variance of data of 1e-12, over n − 1 in the derivative",
            scaled(1e-12, normal(5)),
            Rule.unary(x -> Ops.variance(x), (x, y, g) -> mul(mul(sub(x, Ops.mean(x)), 0.5), g))),
        wrong(
            "norm of a vector of 1e-200 with its gradient not divided",
            scaled(1e-200, normal(3)),
            Opaque.scalar(ScaleBugs::safeNorm, x -> x)),
        wrong(
            "norm of a vector of 1e200, divided by the largest element instead",
            scaled(1e200, normal(3)),
            Opaque.scalar(
                ScaleBugs::safeNorm,
                x -> {
                  double largest = DoubleStream.of(x).map(Math::abs).max().orElseThrow();
                  return DoubleStream.of(x).map(v -> v / largest).toArray();
                })),
        wrong(
            "logit at 1e-5 without the part of 1 − p",
            scaled(1e-5, uniform(1, 2, 3)),
            Rule.unary(p -> Ops.log(div(p, sub(1, p))), (p, y, g) -> div(g, p))));
  }

  /** Physical units and chemical ones. */
  static List<PlantedBug> units() {
    return List.of(
        wrong(
            "Lennard-Jones in joules and metres: 6 for 12 in the repulsion",
            scaled(1e-10, uniform(3.5, 4.2, 3)),
            Opaque.elementwise(
                r -> 6.6e-21 * (Math.pow(3.4e-10 / r, 12) - Math.pow(3.4e-10 / r, 6)),
                r -> 6.6e-21 * 6 / r * (Math.pow(3.4e-10 / r, 6) - Math.pow(3.4e-10 / r, 12)))),
        wrong(
            "Coulomb's energy of two charges at 1e-10 m with the wrong sign",
            scaled(1e-10, uniform(1, 2, 3)),
            Rule.unary(r -> div(2.3e-28, r), (r, y, g) -> mul(g, div(y, r)))),
        wrong(
            "gravity at 1e11 m: exponent 1 for 2",
            scaled(1e11, uniform(1, 2, 3)),
            Rule.unary(r -> div(1.3e20, square(r)), (r, y, g) -> neg(mul(g, div(y, r))))),
        wrong(
            "Planck's occupation by Hz without the exponential",
            scaled(1e14, uniform(3, 6, 3)),
            Opaque.elementwise(
                v -> 1 / Math.expm1(4.8e-11 * v / 5800),
                v -> -4.8e-11 / 5800 / Math.pow(Math.expm1(4.8e-11 * v / 5800), 2))),
        wrong(
            "gas pressure by molecules and litres: the volume's sign forgotten",
            all(scaled(6e23, uniform(1, 2, 2)), scaled(1e-3, uniform(1, 2, 2))),
            Rule.binary(
                (n, v) -> mul(div(n, v), 1.38e-23 * 300),
                (n, v, g) -> mul(div(g, v), 1.38e-23 * 300),
                (n, v, g) -> mul(mul(g, div(div(n, v), v)), 1.38e-23 * 300))),
        wrong(
            "enzyme at 1e-9 mol: the denominator not squared",
            scaled(1e-9, uniform(1, 9, 3)),
            Rule.unary(
                s -> div(mul(s, 1e-7), add(s, 5e-9)),
                (s, y, g) -> mul(g, div(5e-16, add(s, 5e-9))))),
        wrong(
            "kinetic energy of an electron by its speed, mass forgotten as 1e-30",
            scaled(1e6, uniform(1, 2, 3)),
            Rule.unary(v -> mul(square(v), 0.5 * 9.1e-31), (v, y, g) -> mul(mul(g, v), 1e-30))),
        wrong(
            "Stefan-Boltzmann at 300 K with the cube of the celsius",
            uniform(280, 310, 3),
            Opaque.elementwise(
                t -> 5.67e-8 * Math.pow(t, 4), t -> 4 * 5.67e-8 * Math.pow(t - 273.15, 3))),
        wrong(
            "reaction rate: Arrhenius without 1/T² in the derivative",
            uniform(290, 310, 3),
            Opaque.elementwise(
                t -> 1e13 * Math.exp(-9e4 / (8.314 * t)),
                t -> 1e13 * Math.exp(-9e4 / (8.314 * t)) * 9e4 / 8.314 / t)),
        wrong(
            "a and b of 1e6 and 1e-6, each in its unit: b halved",
            all(scaled(1e6, uniform(1, 2, 2)), scaled(1e-6, uniform(1, 2, 2))),
            Rule.binary(
                (a, b) -> add(mul(square(a), 1e-12), mul(square(b), 1e12)),
                (a, b, g) -> mul(mul(g, a), 2e-12),
                (a, b, g) -> mul(mul(g, b), 1e12))),
        wrong(
            "dollars and cents: one column 100 times too large",
            scaled(1e9, uniform(1, 2, 2, 2)),
            Rule.unary(
                x -> Ops.log(sum(mul(x, CENTS), 1)),
                (x, y, g) ->
                    Ops.broadcastTo(
                        div(Ops.reshape(g, 2, 1), Ops.sumKeepingAxes(mul(x, CENTS), 1)),
                        x.shape()))),
        wrong(
            "loss of 1e9 with a wrong regularizer of 1e3",
            normal(3),
            Rule.unary(
                x -> add(mul(exp(x), 1e9), mul(square(x), 1e3)),
                (x, y, g) -> mul(g, add(mul(exp(x), 1e9), mul(x, 4e5))))));
  }

  private static final Tensor CENTS = Tensor.of(DType.F64, 1, 0.01);

  private static PlantedBug morse(double joules) {
    return wrong(
        "potential of %s with factor 2 too many".formatted(joules),
        mapped(v -> 0.2 + Math.abs(v), normal(3)),
        Rule.unary(
            x -> mul(square(sub(1, exp(neg(x)))), joules),
            (x, y, g) -> mul(mul(g, mul(exp(neg(x)), sub(1, exp(neg(x))))), 4 * joules)));
  }

  private static PlantedBug likelihood(double minusLog) {
    return wrong(
        "likelihood of exp(−%s) with the wrong sign".formatted(minusLog),
        mapped(v -> v + Math.copySign(0.2, v), normal(3)),
        Rule.unary(x -> exp(sub(mul(square(x), -0.5), minusLog)), (x, y, g) -> mul(g, mul(x, y))));
  }

  private static PlantedBug clampedLog(double clamp, double x) {
    return wrong(
        "log at %s: argument clamped at %s in the derivative only".formatted(x, clamp),
        scaled(x, uniform(1, 2, 3)),
        Rule.unary(Ops::log, (v, y, g) -> div(g, Ops.max(clamp, v))));
  }

  private static PlantedBug squareWrongBelow(double below, double x) {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(
            Ops::square, (v, y, g) -> mul(g, Rule.map(v, e -> Math.abs(e) < below ? e : 2 * e)));
    return wrong(
        "square at %s: wrong below %s only".formatted(x, below), scaled(x, uniform(1, 2, 3)), f);
  }

  private static Tensor first(Tensor x, int index) {
    return Ops.squeeze(Ops.slice(x, 1, index, index + 1), 1);
  }

  private static double safeNorm(double[] x) {
    double largest = DoubleStream.of(x).map(Math::abs).max().orElseThrow();
    return largest * Math.sqrt(DoubleStream.of(x).map(v -> v / largest).map(v -> v * v).sum());
  }
}
