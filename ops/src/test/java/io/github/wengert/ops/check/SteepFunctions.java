package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.Points.uniform;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Right functions that are smooth, but steep, flat, huge, tiny, or lost in rounding. */
final class SteepFunctions {
  private SteepFunctions() {}

  static List<RightFunction> steep() {
    return List.of(
        smooth("sigmoid(1000x)", at(0, 1e-3, -2e-3, 0.1), unary(x -> sigmoid(mul(x, 1e3)))),
        smooth("sigmoid(10000x)", at(0, 1e-4, -3e-4, 1), unary(x -> sigmoid(mul(x, 1e4)))),
        smooth("tanh(100x)", uniform(-0.05, 0.05, 4), unary(x -> tanh(mul(x, 100)))),
        rough("tanh(100x) saturated", normal(4), unary(x -> tanh(mul(x, 100)))),
        new RightFunction(
            "tanh(100x) about to saturate, to order 3",
            false,
            3,
            uniform(-0.3, 0.3, 4),
            unary(x -> tanh(mul(x, 100)))),
        rough("sigmoid(100x) saturated", normal(4), unary(x -> sigmoid(mul(x, 100)))),
        smooth("softplus(100x)", normal(4), unary(x -> Ops.softplus(mul(x, 100)))),
        smooth("sin(100x)", normal(4), unary(x -> Rule.sin(mul(x, 100)))),
        smooth(
            "x + sin(100x)/1000", normal(4), unary(x -> add(x, div(Rule.sin(mul(x, 100)), 1e3)))),
        smooth("exp of large numbers", at(20, 50, -50), unary(Ops::exp)),
        smooth("x⁹", uniform(-2, 2, 4), unary(x -> pow(x, 9))),
        smooth("x to the power of 0.01", uniform(0.01, 2, 4), unary(x -> pow(x, 0.01))),
        smooth(
            "tensor to the power of a tensor",
            all(uniform(0.5, 3, 3), normal(3)),
            xs -> pow(xs.get(0), xs.get(1))),
        smooth(
            "Gaussian of width 1e-3", at(0, 5e-4, 1e-3), unary(x -> Ops.exp(mul(square(x), -1e6)))),
        smooth("tan-like pole nearby", at(0.99, 1.01, 0.5), unary(x -> div(1, sub(x, 1)))));
  }

  static List<RightFunction> extremes() {
    return List.of(
        smooth("log near 0", at(1e-8, 1e-3, 1), unary(Ops::log)),
        firstOrder("log at 1e-300", at(1e-300), unary(Ops::log)),
        firstOrder("log at 1e-300 and 1", at(1e-300, 1), unary(Ops::log)),
        smooth("sqrt near 0", at(1e-10, 1e-4), unary(Ops::sqrt)),
        smooth(
            "division by tiny numbers",
            all(normal(2), at(1e-8, -1e-9)),
            xs -> div(xs.get(0), xs.get(1))),
        smooth("squares of values of 1e8", at(1e8, -3e8), unary(Ops::square)),
        smooth("squares of values of 1e-8", at(1e-8, -3e-8), unary(Ops::square)),
        smooth(
            "products of 1e8 and 1e-8",
            all(at(1e8, 2), at(1e-8, 3)),
            xs -> mul(xs.get(0), xs.get(1))),
        smooth("log of 1e8", at(1e8, 1e4), unary(Ops::log)),
        smooth("values scaled by 1e-8", normal(3), unary(x -> mul(tanh(x), 1e-8))),
        smooth("values scaled by 1e8", normal(3), unary(x -> mul(tanh(x), 1e8))),
        smooth("saturated tanh", at(20, -20, 300), unary(Ops::tanh)),
        smooth("saturated sigmoid", at(-40, 40, 800, -800), unary(Ops::sigmoid)),
        smooth("softmax of ±1000", at(1000, -1000, 0), unary(x -> Ops.softmax(x, 0))),
        smooth("softmax of 1000 and 1000.5", at(1000, 1000.5), unary(x -> Ops.softmax(x, 0))),
        smooth("log-sum-exp of ±1000", at(1000, -1000, 1001), unary(x -> Ops.logSumExp(x))),
        smooth("log-softmax of ±1000", at(1000, -1000), unary(x -> Ops.logSoftmax(x, 0))),
        smooth("softplus of ±50", at(50, -50, 0), unary(Ops::softplus)),
        smooth("sigmoid of −300: tiny derivatives", at(-300), unary(Ops::sigmoid)));
  }

  static List<RightFunction> cancelling() {
    return List.of(
        smooth("(1 + x) − 1", normal(3), unary(x -> sub(add(x, 1), 1))),
        rough("(x + 1e8) − 1e8", normal(3), unary(x -> sub(add(x, 1e8), 1e8))),
        rough("(x + 1e12) − 1e12", normal(3), unary(x -> sub(add(x, 1e12), 1e12))),
        rough("(x² + 1e8) − 1e8", normal(3), unary(x -> sub(add(square(x), 1e8), 1e8))),
        rough("(sin x + 1e10) − 1e10", normal(3), unary(x -> sub(add(Rule.sin(x), 1e10), 1e10))),
        rough("(1 + x) − 1 at 1e-12", at(1e-12), unary(x -> sub(add(x, 1), 1))),
        rough("tanh plus 1e6", normal(3), unary(x -> add(tanh(x), 1e6))),
        rough("a sum with a large constant", normal(3), unary(x -> add(sum(tanh(x)), 1e8))),
        rough("sin² + cos²", normal(3), unary(x -> add(square(Rule.sin(x)), square(Rule.cos(x))))),
        new RightFunction(
            "sin² + cos², to order 3",
            false,
            3,
            normal(3),
            unary(x -> add(square(Rule.sin(x)), square(Rule.cos(x))))));
  }

  static List<RightFunction> plain() {
    return List.of(
        smooth("linear", all(normal(2, 3), normal(3, 2)), xs -> matmul(xs.get(0), xs.get(1))),
        smooth("constant", normal(3), unary(x -> add(mul(x, 0), 5))),
        smooth("nearly linear", normal(3), unary(x -> add(x, mul(square(x), 1e-6)))),
        smooth("very nearly linear", normal(3), unary(x -> add(x, mul(square(x), 1e-12)))),
        smooth("periodic with period 1", normal(3), unary(x -> Rule.sin(mul(x, 2 * Math.PI)))),
        smooth("of an empty tensor", normal(2, 0), unary(Ops::tanh)),
        smooth("sum of an empty tensor", normal(0), unary(x -> sum(x))),
        smooth("empty beside another", all(normal(0), normal(2)), xs -> tanh(xs.get(1))),
        smooth("of one element", normal(1), unary(Ops::tanh)),
        smooth("of a scalar", normal(), unary(Ops::tanh)),
        smooth("unused input", all(normal(2), normal(2)), xs -> square(xs.get(0))),
        smooth("deep chain", normal(2), unary(x -> deep(x, 30))),
        smooth(
            "standardization",
            normal(5),
            unary(x -> div(sub(x, Ops.mean(x)), Ops.sqrt(add(Ops.variance(x), 1e-5))))),
        smooth(
            "perceptron with cross-entropy",
            all(normal(4, 3), normal(3, 5), normal(5, 3)),
            SteepFunctions::perceptron),
        rough(
            "cross-entropy that is certain",
            rows(new double[] {30, 0, 0}, new double[] {0, 40, 0}),
            unary(x -> Losses.crossEntropy(x, Indices.of(0, 1)))),
        rough(
            "cross-entropy that is certain to the last digit",
            rows(new double[] {36, 0, 0}, new double[] {0, 37, 0}),
            unary(x -> Losses.crossEntropy(x, Indices.of(0, 1)))),
        smooth("gelu and silu", normal(3), unary(x -> add(Ops.gelu(x), Ops.silu(x)))));
  }

  private static Tensor deep(Tensor x, int depth) {
    Tensor y = x;
    for (int i = 0; i < depth; i++) {
      y = tanh(mul(y, 1.2));
    }
    return y;
  }

  private static Tensor perceptron(List<Tensor> xs) {
    Tensor hidden = tanh(matmul(xs.get(0), xs.get(1)));
    return Losses.crossEntropy(matmul(hidden, xs.get(2)), Indices.of(0, 1, 2, 0));
  }

  private static Function<List<Tensor>, Tensor> unary(UnaryOperator<Tensor> f) {
    return xs -> f.apply(xs.getFirst());
  }
}
