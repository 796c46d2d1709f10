package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.PlantedBug.secondOrder;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.awayFromZero;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.scaled;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.check.report.Verdict;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Derivatives that are right at order 1 and wrong at order 2 or 3. */
final class OrderBugs {
  private OrderBugs() {}

  private static final Points POSITIVE = uniform(0.5, 2, 3);
  private static final Points ANY = awayFromZero(3);

  static List<PlantedBug> second() {
    return List.of(
        second("sine, second derivative with the wrong sign", ANY, Math::sin, Math::cos, Math::sin),
        second(
            "log, second derivative without its minus",
            POSITIVE,
            Math::log,
            v -> 1 / v,
            v -> 1 / v / v),
        second("cube, 3 for 6", ANY, v -> v * v * v, v -> 3 * v * v, v -> 3 * v),
        second(
            "square root, second derivative off by a thousandth",
            POSITIVE,
            Math::sqrt,
            v -> 0.5 / Math.sqrt(v),
            v -> -0.25025 * Math.pow(v, -1.5)),
        second(
            "reciprocal at 1e-3, 1 for 2",
            scaled(1e-3, POSITIVE),
            v -> 1 / v,
            v -> -1 / v / v,
            v -> Math.pow(v, -3)),
        second(
            "exp of 1e-20, second derivative 0",
            ANY,
            v -> 1e-20 * Math.exp(v),
            v -> 1e-20 * Math.exp(v),
            v -> 0),
        second(
            "softplus, second derivative s for s (1 − s)",
            ANY,
            v -> Math.log1p(Math.exp(v)),
            v -> 1 / (1 + Math.exp(-v)),
            v -> 1 / (1 + Math.exp(-v))),
        second(
            "x log x, second derivative right up to 1e-5",
            POSITIVE,
            v -> v * Math.log(v),
            v -> Math.log(v) + 1,
            v -> 1.00001 / v),
        second(
            "fourth power, wrong below 0 only",
            Points.at(-1, 0.5, -2),
            v -> v * v * v * v,
            v -> 4 * v * v * v,
            v -> 12 * v * Math.abs(v)),
        secondOrder(
            "sigmoid through a frozen 1 − y",
            normal(3),
            Rule.unary(Ops::sigmoid, (x, y, g) -> mul(g, mul(y, stopGradient(sub(1, y)))))),
        secondOrder(
            "softmax with its output frozen in the sum",
            normal(2, 3),
            Rule.unary(
                x -> Ops.softmax(x, 1),
                (x, y, g) -> mul(y, sub(g, Ops.sumKeepingAxes(mul(g, stopGradient(y)), 1))))),
        secondOrder(
            "matmul that freezes b in the cotangent of a",
            all(normal(2, 3), normal(3, 2)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> Ops.matmul(g, Ops.transpose(stopGradient(b))),
                (a, b, g) -> Ops.matmul(Ops.transpose(a), g))),
        secondOrder(
            "matmul that freezes its cotangent for b",
            all(normal(2, 2), normal(2, 2)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> Ops.matmul(g, Ops.transpose(b)),
                (a, b, g) -> Ops.matmul(Ops.transpose(a), stopGradient(g)))),
        secondOrder(
            "division that freezes the denominator",
            all(normal(3), POSITIVE),
            Rule.binary(
                Ops::div,
                (a, b, g) -> div(g, stopGradient(b)),
                (a, b, g) -> neg(div(mul(g, a), square(b))))),
        secondOrder(
            "normalization that freezes its length",
            normal(4),
            Rule.unary(
                x -> div(x, Ops.norm(x)),
                (x, y, g) -> div(sub(g, mul(y, Ops.sum(mul(g, y)))), stopGradient(Ops.norm(x))))),
        secondOrder(
            "log-sum-exp with weights outside of the tape",
            normal(4),
            Rule.unary(
                x -> Ops.logSumExp(x), (x, y, g) -> mul(g, Ops.softmax(stopGradient(x), 0)))),
        secondOrder(
            "a gradient penalty whose inner gradient is detached",
            normal(3),
            Rule.unary(
                x -> mul(tanh(x), x),
                (x, y, g) -> mul(g, add(tanh(x), mul(stopGradient(x), sub(1, square(tanh(x)))))))),
        secondOrder(
            "power with its exponent reduced twice in the second derivative",
            POSITIVE,
            Rule.unary(
                x -> Ops.pow(x, 3.5),
                (x, y, g) ->
                    mul(
                        g,
                        Rule.unary(
                                t -> mul(Ops.pow(t, 2.5), 3.5),
                                (t, z, h) -> mul(h, mul(Ops.pow(t, 0.5), 3.5 * 2.5)))
                            .apply(List.of(x))))));
  }

  static List<PlantedBug> third() {
    return List.of(
        third(
            "sine, third derivative with the wrong sign",
            ANY,
            Math::sin,
            Math::cos,
            v -> -Math.sin(v),
            Math::cos),
        third(
            "fourth power, 12 for 24",
            ANY,
            v -> v * v * v * v,
            v -> 4 * v * v * v,
            v -> 12 * v * v,
            v -> 12 * v),
        third(
            "log, third derivative of the second's sign",
            POSITIVE,
            Math::log,
            v -> 1 / v,
            v -> -1 / v / v,
            v -> -2 / v / v / v),
        third(
            "exp, third derivative off by 1e-4",
            ANY,
            Math::exp,
            Math::exp,
            Math::exp,
            v -> 1.0001 * Math.exp(v)),
        third(
            "square root at 1e-2, third derivative 0",
            scaled(1e-2, POSITIVE),
            Math::sqrt,
            v -> 0.5 / Math.sqrt(v),
            v -> -0.25 * Math.pow(v, -1.5),
            v -> 0),
        thirdOrder(
            "tanh whose second derivative freezes y",
            Rule.unary(
                Ops::tanh,
                (x, y, g) ->
                    mul(
                        g,
                        Rule.unary(
                                t -> sub(1, square(tanh(t))),
                                (t, z, h) -> mul(h, mul(mul(stopGradient(tanh(t)), z), -2)))
                            .apply(List.of(x))))),
        thirdOrder(
            "sigmoid whose second derivative freezes 1 − 2y",
            Rule.unary(
                Ops::sigmoid,
                (x, y, g) ->
                    mul(
                        g,
                        Rule.unary(
                                t -> mul(sigmoid(t), sub(1, sigmoid(t))),
                                (t, z, h) ->
                                    mul(h, mul(z, stopGradient(sub(1, mul(sigmoid(t), 2))))))
                            .apply(List.of(x))))),
        thirdOrder(
            "exp of x² whose second derivative leaves the tape",
            Rule.unary(
                x -> exp(square(x)),
                (x, y, g) ->
                    mul(
                        g,
                        Rule.unary(
                                t -> mul(mul(t, 2), exp(square(t))),
                                (t, z, h) ->
                                    mul(h, Rule.map(t, v -> (2 + 4 * v * v) * Math.exp(v * v))))
                            .apply(List.of(x))))));
  }

  private static PlantedBug second(
      String name,
      Points points,
      DoubleUnaryOperator f,
      DoubleUnaryOperator first,
      DoubleUnaryOperator wrongSecond) {
    UnaryOperator<Tensor> derivative = Rule.elementwise(first, x -> Rule.map(x, wrongSecond));
    return secondOrder(name, points, asFunction(Rule.elementwise(f, derivative)));
  }

  private static PlantedBug third(
      String name,
      Points points,
      DoubleUnaryOperator f,
      DoubleUnaryOperator first,
      DoubleUnaryOperator second,
      DoubleUnaryOperator wrongThird) {
    UnaryOperator<Tensor> derivative =
        Rule.elementwise(first, Rule.elementwise(second, x -> Rule.map(x, wrongThird)));
    Function<List<Tensor>, Tensor> function = asFunction(Rule.elementwise(f, derivative));
    return new PlantedBug(name, Verdict.WRONG, 3, () -> function, points);
  }

  private static PlantedBug thirdOrder(String name, Function<List<Tensor>, Tensor> function) {
    return new PlantedBug(name, Verdict.WRONG, 3, () -> function, ANY);
  }

  private static Function<List<Tensor>, Tensor> asFunction(UnaryOperator<Tensor> f) {
    return xs -> f.apply(xs.getFirst());
  }
}
