package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.PlantedBug.nonfinite;
import static io.github.wengert.ops.check.PlantedBug.secondOrder;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gradients that are right in double precision, and wrong in single precision. */
final class SingleBugs {
  private SingleBugs() {}

  /** Returns one thing in single precision and another in double precision. */
  private static Tensor either(Tensor x, UnaryOperator<Tensor> single, UnaryOperator<Tensor> wide) {
    return (x.dtype() == DType.F32 ? single : wide).apply(x);
  }

  /** Branches for single precision that are wrong. */
  static List<PlantedBug> branches() {
    return List.of(
        wrong(
            "float32: sigmoid with the wrong sign",
            normal(3),
            Rule.unary(
                Ops::sigmoid, (x, y, g) -> mul(either(g, Ops::neg, z -> z), mul(y, sub(1, y))))),
        wrong(
            "float32: square by the factor 1.001",
            normal(3),
            Rule.unary(
                Ops::square, (x, y, g) -> mul(either(g, z -> mul(z, 1.001), z -> z), mul(x, 2)))),
        wrong(
            "float32: square by the factor 1 + 3e-5",
            normal(3),
            Rule.unary(
                Ops::square, (x, y, g) -> mul(either(g, z -> mul(z, 1.00003), z -> z), mul(x, 2)))),
        wrong(
            "float32: a constant of three digits in tanh",
            normal(3),
            Rule.unary(
                x -> tanh(mul(x, Math.PI / 4)),
                (x, y, g) ->
                    mul(
                        either(g, z -> mul(z, 0.785), z -> mul(z, Math.PI / 4)),
                        sub(1, square(y))))),
        wrong(
            "float32: scaled by 1e-8, and the factor forgotten",
            normal(3),
            Rule.unary(
                x -> mul(tanh(x), 1e-8),
                (x, y, g) -> mul(either(g, z -> z, z -> mul(z, 1e-8)), sub(1, square(tanh(x)))))),
        wrong(
            "float32: gelu with the derivative of its approximation",
            normal(3),
            Rule.unary(
                Ops::gelu, (x, y, g) -> mul(g, either(x, SingleBugs::rough, SingleBugs::exact)))),
        wrong(
            "float32: one element of many",
            normal(20),
            Rule.unary(
                Ops::square,
                (x, y, g) -> mul(either(g, SingleBugs::withoutTheFourth, z -> z), mul(x, 2)))),
        wrong(
            "float32: mean instead of sum over rows",
            all(normal(4, 3), normal(3, 2)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> matmul(g, transpose(b)),
                (a, b, g) -> mul(matmul(transpose(a), g), a.dtype() == DType.F32 ? 0.25 : 1))),
        secondOrder(
            "float32: a stale value, seen at second order only",
            normal(3),
            Rule.unary(
                Ops::square,
                (x, y, g) -> mul(g, mul(either(x, SingleBugs::constant, z -> z), 2)))));
  }

  /** Rules that lose what single precision has. */
  static List<PlantedBug> cancellations() {
    return List.of(
        wrong(
            "float32: square by a detour over 1e4",
            normal(3),
            Rule.unary(Ops::square, (x, y, g) -> mul(g, mul(sub(add(x, 1e4), 1e4), 2)))),
        wrong(
            "float32: square by a detour over g",
            normal(3),
            Rule.unary(Ops::square, (x, y, g) -> mul(sub(mul(g, add(x, 1e4)), mul(g, 1e4)), 2))),
        wrong(
            "float32: sigmoid by differences",
            uniform(-2, 2, 3),
            Rule.unary(
                Ops::sigmoid,
                (x, y, g) -> mul(g, div(sub(sigmoid(add(x, 1e-5)), sigmoid(sub(x, 1e-5))), 2e-5)))),
        wrong(
            "float32: exp by a difference of hyperbolic functions",
            uniform(-7, -6, 3),
            Rule.unary(Ops::exp, (x, y, g) -> mul(g, sub(cosh(x), sinh(neg(x)))))),
        wrong(
            "float32: square by a difference of squares",
            normal(3),
            Rule.unary(
                Ops::square,
                (x, y, g) -> mul(g, div(sub(sub(square(add(x, 3e4)), square(x)), 9e8), 3e4)))),
        nonfinite(
            "float32: softplus by a quotient of infinities",
            at(100, 1),
            Rule.unary(Ops::softplus, (x, y, g) -> mul(g, div(exp(x), add(exp(x), 1))))));
  }

  /** What is wrong in double precision is so here, too. */
  static List<PlantedBug> inBoth() {
    return List.of(
        wrong(
            "a float32 constant in a rule",
            normal(3),
            Rule.unary(x -> tanh(mul(x, 0.1)), (x, y, g) -> mul(g, mul(sub(1, square(y)), 0.1f)))));
  }

  private static Tensor cosh(Tensor x) {
    return mul(add(exp(x), exp(neg(x))), 0.5);
  }

  private static Tensor sinh(Tensor x) {
    return mul(sub(exp(x), exp(neg(x))), 0.5);
  }

  private static Tensor constant(Tensor x) {
    return Rule.map(x, v -> v);
  }

  private static Tensor exact(Tensor x) {
    Tensor density = div(exp(mul(square(x), -0.5)), Math.sqrt(2 * Math.PI));
    return add(Ops.normalCdf(x), mul(x, density));
  }

  private static Tensor rough(Tensor x) {
    Tensor s = sigmoid(mul(x, 1.702));
    return add(s, mul(mul(x, 1.702), mul(s, sub(1, s))));
  }

  private static Tensor withoutTheFourth(Tensor g) {
    int[] position = {0};
    return mul(g, Rule.map(g, v -> position[0]++ == 3 ? 0 : 1));
  }
}
