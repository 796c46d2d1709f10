package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.where;
import static io.github.wengert.ops.check.PlantedBug.outside;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.awayFromZero;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Wrong derivatives of elementwise operations. */
final class ElementwiseBugs {
  private ElementwiseBugs() {}

  static List<PlantedBug> smooth() {
    return List.of(
        wrong(
            "sigmoid with the wrong sign",
            normal(3),
            Rule.unary(Ops::sigmoid, (x, y, g) -> neg(mul(g, mul(y, sub(1, y)))))),
        wrong(
            "sigmoid: y(1 + y)",
            normal(3),
            Rule.unary(Ops::sigmoid, (x, y, g) -> mul(g, mul(y, add(y, 1))))),
        wrong(
            "square with factor 2 forgotten",
            normal(3),
            Rule.unary(Ops::square, (x, y, g) -> mul(g, x))),
        wrong(
            "half square with factor 2 too many",
            normal(3),
            Rule.unary(x -> mul(square(x), 0.5), (x, y, g) -> mul(g, mul(x, 2)))),
        wrong(
            "sqrt with ½ forgotten",
            uniform(0.5, 2, 3),
            Rule.unary(Ops::sqrt, (x, y, g) -> div(g, y))),
        wrong("tanh: 1 − y", normal(3), Rule.unary(Ops::tanh, (x, y, g) -> mul(g, sub(1, y)))),
        wrong(
            "tanh: derivative taken at the output",
            normal(3),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(g, sub(1, square(tanh(y)))))),
        wrong(
            "sigmoid: y treated as the input",
            normal(3),
            Rule.unary(Ops::sigmoid, (x, y, g) -> mul(g, mul(sigmoid(y), sub(1, sigmoid(y)))))),
        wrong(
            "softplus with the sigmoid of −x",
            awayFromZero(3),
            Rule.unary(Ops::softplus, (x, y, g) -> mul(g, sigmoid(neg(x))))),
        wrong("exp: x instead of y", normal(3), Rule.unary(Ops::exp, (x, y, g) -> mul(g, x))),
        wrong(
            "log with eps in the derivative only",
            uniform(0.1, 1, 3),
            Rule.unary(Ops::log, (x, y, g) -> div(g, add(x, 1e-8)))),
        wrong(
            "pow with the wrong exponent",
            uniform(0.5, 1.5, 3),
            Rule.unary(x -> Ops.pow(x, 2.5), (x, y, g) -> mul(g, mul(y, 2.5)))),
        wrong(
            "division by b instead of b²",
            all(normal(3), uniform(1.5, 2, 3)),
            Rule.binary(Ops::div, (a, b, g) -> div(g, b), (a, b, g) -> neg(mul(g, div(a, b))))),
        wrong(
            "subtraction with the sign of b forgotten",
            all(normal(3), normal(3)),
            Rule.binary(Ops::sub, (a, b, g) -> g, (a, b, g) -> g)),
        wrong(
            "product with the operands mixed up",
            all(normal(3), normal(3)),
            Rule.binary(Ops::mul, (a, b, g) -> mul(g, a), (a, b, g) -> mul(g, b))),
        wrong(
            "wrong by 1e-6 relative",
            normal(3),
            Rule.unary(Ops::tanh, (x, y, g) -> mul(g, mul(sub(1, square(y)), 1 + 1e-6)))),
        wrong(
            "wrong for one element of many",
            normal(4, 6),
            Rule.unary(
                Ops::tanh, (x, y, g) -> mul(mul(g, sub(1, square(y))), exceptAt(x, 17, 1.01)))),
        wrong(
            "gelu with another cubic coefficient in the derivative",
            awayFromZero(3),
            gelu(Math.sqrt(2 / Math.PI), 0.044715, Math.sqrt(2 / Math.PI), 0.04715)),
        wrong(
            "gelu with a float32 constant in the derivative",
            awayFromZero(3),
            gelu(Math.sqrt(2 / Math.PI), 0.044715, 0.7978846f, 0.044715)),
        wrong(
            "steep sigmoid, wrong by a percent",
            uniform(-2e-3, 2e-3, 3),
            Rule.unary(
                x -> sigmoid(mul(x, 1e3)), (x, y, g) -> mul(g, mul(mul(y, sub(1, y)), 1010)))),
        wrong(
            "quick oscillation, wrong by a thousandth",
            normal(3),
            Rule.unary(
                x -> Rule.sin(mul(x, 100)),
                (x, y, g) -> mul(g, mul(Rule.cos(mul(x, 100)), 100.1)))),
        wrong(
            "straight-through rounding",
            uniform(0.1, 0.4, 3),
            Rule.unary(x -> Rule.map(x, Math::rint), (x, y, g) -> g)));
  }

  static List<PlantedBug> withKinks() {
    return List.of(
        outside(
            "relu with derivative 2 at 0",
            at(0, 0, 0),
            Rule.unary(
                Ops::relu, (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : v == 0 ? 2 : 0)))),
        outside(
            "relu with derivative −½ at 0, unlogged",
            at(0, 0),
            Rule.unary(
                x -> Rule.map(x, v -> Math.max(v, 0)),
                (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : v == 0 ? -0.5 : 0)))),
        outside(
            "abs with derivative 1.5 at 0",
            at(0, 0, 0),
            Rule.unary(
                Ops::abs, (x, y, g) -> mul(g, Rule.map(x, v -> v == 0 ? 1.5 : Math.signum(v))))),
        outside(
            "straight-through rounding at the jump",
            at(0.5, 1.5),
            Rule.unary(x -> Rule.map(x, Math::rint), (x, y, g) -> g)),
        wrong(
            "relu with the mask of the wrong side",
            awayFromZero(3),
            Rule.unary(Ops::relu, (x, y, g) -> mul(g, Rule.map(x, v -> v < 0 ? 1 : 0)))),
        wrong(
            "leaky relu without its slope",
            at(-1, -0.5, 2),
            Rule.unary(
                x -> Ops.leakyRelu(x, 0.1), (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : 0)))),
        wrong(
            "leaky relu with a float32 slope",
            at(-1, -0.5, -2),
            Rule.unary(
                x -> Ops.leakyRelu(x, 0.1),
                (x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : 0.1f)))),
        wrong(
            "elu without its α",
            at(-1, -0.5, 2),
            Rule.unary(
                x -> Ops.elu(x, 0.5),
                (x, y, g) -> where(Rule.map(x, v -> v > 0 ? 1 : 0), g, mul(g, Ops.exp(x))))),
        wrong(
            "clamp with a gradient outside of its bounds",
            at(-2, 0.3, 3),
            Rule.unary(x -> Ops.clamp(x, -1, 1), (x, y, g) -> g)),
        wrong(
            "hinge with the wrong sign",
            at(0.3, -0.6, 4),
            Rule.unary(
                x -> Ops.relu(sub(1, x)), (x, y, g) -> mul(g, Rule.map(x, v -> v < 1 ? 1 : 0)))),
        wrong(
            "huber with δ forgotten outside",
            at(2.5, 0.2, -3),
            Rule.unary(
                x -> Rule.map(x, v -> Math.abs(v) < 2 ? v * v / 2 : 2 * (Math.abs(v) - 1)),
                (x, y, g) -> mul(g, Rule.map(x, v -> Math.abs(v) < 2 ? v : Math.signum(v))))),
        wrong(
            "abs as if it were the identity", at(-1, 2, -3), Rule.unary(Ops::abs, (x, y, g) -> g)));
  }

  private static Tensor exceptAt(Tensor like, int element, double value) {
    double[] factors = new double[like.elements()];
    Arrays.fill(factors, 1);
    factors[element] = value;
    return Tensor.of(DType.F64, like.shape(), factors);
  }

  /** {@code y = x (1 + tanh(s (x + c x³))) / 2}, and s and c of the derivative. */
  private static Function<List<Tensor>, Tensor> gelu(double s, double c, double s2, double c2) {
    return Rule.unary(
        x -> mul(mul(x, 0.5), add(tanh(inner(x, s, c)), 1)),
        (x, y, g) -> {
          Tensor t = tanh(inner(x, s2, c2));
          Tensor slope = mul(add(mul(square(x), 3 * c2), 1), s2);
          Tensor second = mul(mul(x, 0.5), mul(sub(1, square(t)), slope));
          return mul(g, add(mul(add(t, 1), 0.5), second));
        });
  }

  private static Tensor inner(Tensor x, double s, double c) {
    return mul(add(x, mul(mul(x, square(x)), c)), s);
  }
}
