package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.MorePoints.scaled;
import static io.github.wengert.ops.check.MorePoints.shifted;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.roughFirstOrder;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Right functions whose own scale is far from that of their inputs, or from 1. */
final class ScaledFunctions {
  private ScaledFunctions() {}

  /** Far from the origin, but of width 1. */
  static List<RightFunction> farAway() {
    return List.of(
        smooth("tanh(x − 1e6) at 1e6 + 0.3", at(1e6 + 0.3), unary(x -> tanh(sub(x, 1e6)))),
        smooth(
            "tanh(x − 1e6) around 1e6",
            at(1e6 - 2, 1e6 + 0.01, 1e6 + 1, 1e6 + 3),
            unary(x -> tanh(sub(x, 1e6)))),
        smooth("opaque tanh(x − 1e6)", at(1e6 + 0.3, 1e6 - 1), unary(x -> plainTanh(sub(x, 1e6)))),
        smooth("tanh(x + 1e6) at −1e6", at(-1e6 + 0.3, -1e6), unary(x -> tanh(add(x, 1e6)))),
        smooth(
            "sigmoid(x − 1e9) at 1e9", at(1e9 + 0.25, 1e9 - 1), unary(x -> sigmoid(sub(x, 1e9)))),
        smooth("tanh(x − 1e12) at 1e12", at(1e12 + 0.25), unary(x -> tanh(sub(x, 1e12)))),
        smooth(
            "bell around 1e7",
            at(1e7 + 0.5, 1e7 - 1, 1e7 + 2),
            unary(x -> exp(neg(square(sub(x, 1e7)))))),
        smooth("softmax at 1e8", at(1e8, 1e8 + 1, 1e8 + 2), unary(x -> Ops.softmax(x, 0))),
        smooth("softmax at −1e8", at(-1e8, -1e8 + 1, -1e8 + 3), unary(x -> Ops.softmax(x, 0))),
        smooth("softmax at 1e12", at(1e12, 1e12 + 0.5, 1e12 + 3), unary(x -> Ops.softmax(x, 0))),
        smooth("log-softmax at 1e8", at(1e8, 1e8 + 1, 1e8 + 2), unary(x -> Ops.logSoftmax(x, 0))),
        smooth("log-sum-exp at 1e8", at(1e8, 1e8 + 1, 1e8 + 2), unary(x -> Ops.logSumExp(x))),
        roughFirstOrder("log-sum-exp of two 1e300", at(1e300, 1e300), unary(x -> Ops.logSumExp(x))),
        roughFirstOrder(
            "log-sum-exp of three −1e200",
            at(-1e200, -1e200, -1e200),
            unary(x -> Ops.logSumExp(x))),
        smooth(
            "a year in seconds", at(1.7e9), unary(t -> Rule.sin(mul(t, 2 * Math.PI / 3.15576e7)))),
        smooth("relu at 1e15 beside its kink", at(1e15 + 2), unary(x -> Ops.relu(sub(x, 1e15)))),
        smooth(
            "difference of two 1e10",
            all(at(1e10 + 1), at(1e10)),
            binary((a, b) -> tanh(sub(a, b)))));
  }

  /** Near the origin, on a scale far below 1. */
  static List<RightFunction> tiny() {
    return List.of(
        smooth("1/x at 1e-20", at(1e-20), unary(x -> div(1, x))),
        smooth("1/x at −3e-20 and 2", at(-3e-20, 2), unary(x -> div(1, x))),
        firstOrder("1/x at 1e-150", at(1e-150), unary(x -> div(1, x))),
        smooth("1/x at 1e100", at(1e100), unary(x -> div(1, x))),
        smooth(
            "opaque 1/x at 1e-20",
            at(1e-20),
            unary(curve(v -> 1 / v, v -> -1 / v / v, v -> 2 / v / v / v))),
        smooth("log(x²) at 1e-20", at(1e-20), unary(x -> log(square(x)))),
        smooth("log(x²) at −1e-9 and 1e-30", at(-1e-9, 1e-30), unary(x -> log(square(x)))),
        firstOrder("log(x²) at 1e-100", at(1e-100), unary(x -> log(square(x)))),
        smooth("sin(x/1e-12) at 1e-12", at(1e-12), unary(x -> Rule.sin(div(x, 1e-12)))),
        smooth("sin(x/1e-12) at 1e-10", at(1e-10, -2e-11), unary(x -> Rule.sin(div(x, 1e-12)))),
        smooth("sin(x/1e-12) at 0", at(0), unary(x -> Rule.sin(div(x, 1e-12)))),
        smooth("tanh(1e30 x) at 5e-31", at(5e-31, -1e-30), unary(x -> tanh(mul(x, 1e30)))),
        firstOrder("tanh(1e200 x) at 5e-201", at(5e-201), unary(x -> tanh(mul(x, 1e200)))),
        smooth("exp(−x/1e-9)", at(1e-9, 3e-9, 1e-8), unary(x -> exp(div(neg(x), 1e-9)))),
        smooth(
            "bell of width 1e-15 around 0",
            at(0, 7e-16),
            unary(x -> exp(neg(square(div(x, 1e-15)))))),
        smooth("x/(x + 1e-20) at 1e-20", at(1e-20, 4e-20), unary(x -> div(x, add(x, 1e-20)))),
        smooth("sqrt(x² + 1e-24) at 1e-12", at(1e-12, 0), unary(x -> sqrt(add(square(x), 1e-24)))),
        smooth(
            "values of 1e-30",
            scaled(1e-30, normal(3)),
            unary(x -> mul(tanh(mul(x, 1e30)), 1e-30))),
        smooth("square of 1e-100", at(1e-100), unary(Ops::square)),
        smooth("cube root of 1e-30", at(1e-30, 8e-30), unary(x -> pow(x, 1.0 / 3))));
  }

  /** Values far from 1. */
  static List<RightFunction> values() {
    return List.of(
        smooth("potential of 1e-19 joules", at(0.7, 1.2), unary(x -> mul(morse(x), 1e-19))),
        smooth("opaque potential of 1e-19 joules", at(0.7, 1.2), unary(opaqueMorse(1e-19))),
        smooth("potential of 1e-60", at(0.7, 1.2), unary(x -> mul(morse(x), 1e-60))),
        smooth("potential of 1e50", at(0.7, 1.2), unary(x -> mul(morse(x), 1e50))),
        smooth("opaque potential of 1e100", at(0.7, 1.2), unary(opaqueMorse(1e100))),
        smooth(
            "likelihood of 1e-25",
            shifted(3, uniform(0, 1, 9)),
            unary(ScaledFunctions::likelihood)),
        smooth(
            "likelihood of 1e-250",
            shifted(7, uniform(0, 1, 40)),
            unary(ScaledFunctions::likelihood)),
        smooth(
            "likelihood as a product of densities",
            shifted(3, uniform(0, 1, 6)),
            unary(x -> Ops.prod(mul(exp(mul(square(x), -0.5)), 0.3989422804014327)))),
        smooth("slope of 1e12", normal(3), unary(x -> mul(tanh(x), 1e12))),
        smooth("slope of 1e200", normal(3), unary(x -> mul(tanh(x), 1e200))),
        smooth("slope of 1e-200", normal(3), unary(x -> mul(tanh(x), 1e-200))),
        smooth("slope of 1e-200, plus 1", normal(2), unary(x -> add(mul(tanh(x), 1e-40), 1))),
        smooth("exp(exp(x)) at 5", at(5, -3, 1), unary(x -> exp(exp(x)))),
        smooth("sqrt of 1e100", at(1e100, 4e80), unary(Ops::sqrt)),
        firstOrder("log of 1e200", at(1e200), unary(Ops::log)),
        smooth("1/(1 + x/1e100)", at(1e100, 3e99), unary(x -> div(1, add(div(x, 1e100), 1)))),
        smooth("norm of 1e100", scaled(1e100, normal(3)), unary(x -> Ops.norm(x))),
        firstOrder("norm of 1e200", scaled(1e200, normal(3)), unary(x -> Ops.norm(x))),
        smooth("norm of 1e-100", scaled(1e-100, normal(3)), unary(x -> Ops.norm(x))),
        smooth(
            "1e6 beside 1e-6",
            all(scaled(1e6, uniform(1, 2, 2)), scaled(1e-6, uniform(1, 2, 2))),
            binary((a, b) -> tanh(mul(a, b)))),
        smooth(
            "1e6 and 1e-6 in one input",
            at(1e6, 1e-6),
            unary(x -> Rule.sin(mul(x, Tensor.of(DType.F64, 1e-6, 1e6))))),
        smooth(
            "ill-scaled quadratic form",
            at(1e6, 1, 1e-6),
            unary(x -> sum(mul(square(x), Tensor.of(DType.F64, 1e-12, 1, 1e12))))),
        smooth("x + 1e-8 sin(1e8 x)", at(1e-8, 2e-7, 1e-3), unary(x -> add(x, wiggle(x, 1e8)))),
        smooth("x + 1e-5 sin(1e5 x)", at(0.3, 1), unary(x -> add(x, wiggle(x, 1e5)))),
        smooth("x² + 1e-6 sin(1e6 x)", at(0.01), unary(x -> add(square(x), wiggle(x, 1e6)))));
  }

  /** Steep steps, at 0.3 of their width beside the middle. */
  static List<RightFunction> steep() {
    List<RightFunction> functions = new ArrayList<>();
    for (double s : new double[] {10, 100, 562, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}) {
      Points beside = at(1 + 0.3 / s);
      String steepness = s < 1e4 ? "%.0f".formatted(s) : "1e%.0f".formatted(Math.log10(s));
      functions.add(
          smooth(
              "tanh(%s (x − 1))".formatted(steepness),
              beside,
              unary(x -> tanh(mul(sub(x, 1), s)))));
      functions.add(
          smooth(
              "opaque tanh(%s (x − 1))".formatted(steepness),
              beside,
              unary(x -> plainTanh(mul(sub(x, 1), s)))));
    }
    functions.add(
        smooth("sigmoid(1e6 (x − 1))", at(1 + 1e-6), unary(x -> sigmoid(mul(sub(x, 1), 1e6)))));
    functions.add(
        smooth(
            "softplus(1e5 (x − 2))", at(2 - 1e-5), unary(x -> Ops.softplus(mul(sub(x, 2), 1e5)))));
    functions.add(
        smooth(
            "bell of width 1e-6 around 1",
            at(1 + 3e-7, 1),
            unary(x -> exp(neg(square(mul(sub(x, 1), 1e6)))))));
    functions.add(
        smooth(
            "arctangent of 1e5 x",
            at(3e-6, -1e-5),
            unary(
                curve(
                    v -> Math.atan(1e5 * v),
                    v -> 1e5 / (1 + 1e10 * v * v),
                    v -> -2e15 * v / Math.pow(1 + 1e10 * v * v, 2)))));
    functions.add(
        smooth("erf of 1e4 (x − 3)", at(3 + 5e-5), unary(x -> Ops.erf(mul(sub(x, 3), 1e4)))));
    functions.add(
        smooth(
            "softmax of temperature 1e-4",
            at(0.5, 0.5001, 0.4999),
            unary(x -> Ops.softmax(div(x, 1e-4), 0))));
    return functions;
  }

  private static Tensor wiggle(Tensor x, double frequency) {
    return div(Rule.sin(mul(x, frequency)), frequency);
  }

  /** Returns {@code (1 − e^(1 − x))² − 1}. */
  private static Tensor morse(Tensor x) {
    return sub(square(sub(1, exp(sub(1, x)))), 1);
  }

  private static UnaryOperator<Tensor> opaqueMorse(double depth) {
    return curve(
        v -> depth * (Math.pow(1 - Math.exp(1 - v), 2) - 1),
        v -> depth * 2 * (1 - Math.exp(1 - v)) * Math.exp(1 - v),
        v -> depth * 2 * Math.exp(1 - v) * (2 * Math.exp(1 - v) - 1));
  }

  private static Tensor likelihood(Tensor x) {
    return exp(mul(sum(square(x)), -0.5));
  }

  static Tensor plainTanh(Tensor x) {
    return Rule.elementwise(Math::tanh, v -> sub(1, square(plainTanh(v)))).apply(x);
  }
}
