package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.concat;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stack;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.elements;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Right functions of all shapes, with gradients that are 0, and with waves that hide. */
final class ShapedFunctions {
  private ShapedFunctions() {}

  static List<RightFunction> shapes() {
    return List.of(
        smooth("scalar times vector", all(normal(), normal(3)), binary(Ops::mul)),
        smooth(
            "rank 4 times rank 1",
            all(normal(2, 1, 2, 1), normal(2)),
            binary((a, b) -> tanh(mul(a, b)))),
        smooth("permuted rank 4", normal(1, 2, 1, 3), unary(x -> exp(Ops.permute(x, 3, 1, 0, 2)))),
        smooth("row times column", all(normal(1, 4), normal(4, 1)), binary(Ops::matmul)),
        smooth("column times row", all(normal(3, 1), normal(1, 2)), binary(Ops::matmul)),
        smooth(
            "row plus column",
            all(normal(1, 3), normal(2, 1)),
            binary((a, b) -> square(add(a, b)))),
        smooth("product over an empty axis", all(normal(2, 0), normal(0, 3)), binary(Ops::matmul)),
        smooth(
            "mean of nothing left out",
            all(normal(0, 4), normal(3)),
            binary((a, b) -> add(sum(b), sum(a)))),
        smooth("empty axis of rank 4", normal(2, 0, 1, 3), unary(Ops::exp)),
        smooth(
            "one element among 300 matters", normal(300), unary(x -> tanh(slice(x, 0, 137, 138)))),
        smooth(
            "one element of 1e6 among 300",
            MorePoints.with(42, 1e6, normal(300)),
            unary(x -> sum(square(x)))),
        smooth(
            "one element of 1e-12 among 300",
            MorePoints.with(7, 1e-12, normal(300)),
            unary(x -> sum(mul(x, x)))),
        smooth("scalar in a 1×1×1×1", normal(1, 1, 1, 1), unary(x -> Ops.softplus(x))),
        smooth("every other element", normal(7), unary(x -> square(slice(x, 0, 0, 7, 2)))),
        smooth(
            "an element gathered thrice",
            normal(3),
            unary(x -> exp(Ops.indexSelect(x, 0, Indices.of(1, 1, 2, 1))))),
        smooth("stack of itself", normal(2), unary(x -> tanh(stack(List.of(x, x, neg(x)), 1)))),
        smooth(
            "concatenation of unlike sizes",
            all(normal(1, 2), normal(3, 2), normal(0, 2)),
            xs -> square(concat(xs, 0))),
        smooth(
            "twelve inputs of one element",
            all(
                normal(1), normal(1), normal(1), normal(1), normal(1), normal(1), normal(1),
                normal(1), normal(1), normal(1), normal(1), normal(1)),
            xs -> Ops.prod(concat(xs, 0))));
  }

  /** Gradients and second derivatives that are exactly 0. */
  static List<RightFunction> flat() {
    return List.of(
        smooth("bowl at its bottom", at(0, 0), unary(x -> sum(square(x)))),
        smooth(
            "saddle at its saddle",
            at(0, 0),
            unary(x -> sum(mul(square(x), Tensor.of(DType.F64, 1, -1))))),
        smooth("monkey saddle at 0", at(0, 0), unary(ShapedFunctions::monkeySaddle)),
        smooth("x⁴ at 0", at(0, 1e-5), unary(x -> pow(x, 4))),
        smooth("x¹² at 0 and 0.1", at(0, 0.1), unary(x -> pow(x, 12))),
        smooth("Rosenbrock at its minimum", at(1, 1), unary(ShapedFunctions::rosenbrock)),
        smooth("Rosenbrock far out", at(-1e3, 2e3), unary(ShapedFunctions::rosenbrock)),
        smooth("sine at a crest", at(Math.PI / 2), unary(Rule::sin)),
        smooth("product with a zero", at(0, 2, 3), unary(x -> Ops.prod(x))),
        smooth("product with two zeros", at(0, 0, 3), unary(x -> Ops.prod(x))),
        smooth("product of three zeros", at(0, 0, 0), unary(x -> Ops.prod(x))),
        smooth(
            "cumulative product with a zero",
            at(2, 0, 3, 4),
            unary(ShapedFunctions::cumulativeProduct)),
        smooth("product of 20 small numbers", uniform(1e-8, 2e-8, 20), unary(x -> Ops.prod(x))),
        smooth(
            "three inputs, two unused", all(normal(2), normal(), normal(1)), xs -> tanh(xs.get(1))),
        smooth("no input used", all(normal(2), normal(3)), xs -> Tensor.of(DType.F64, 1, 2)),
        smooth(
            "stopped input",
            all(normal(2), normal(2)),
            binary((a, b) -> mul(a, Tensor.of(DType.F64, 3, 4)))),
        smooth(
            "times zero", all(normal(2), normal(2)), binary((a, b) -> add(mul(mul(a, b), 0), a))),
        smooth(
            "constant around the point",
            at(0.5, -3),
            unary(curve(v -> Math.rint(v / 10), v -> 0, v -> 0))),
        smooth("saturated clamp", at(1e6, -1e6, 0.5), unary(x -> Ops.clamp(x, -1, 1))),
        rough("softmax, summed", normal(4), unary(x -> sum(Ops.softmax(x, 0)))),
        smooth("softmax of one", normal(1), unary(x -> Ops.softmax(x, 0))),
        smooth("variance of one", normal(1), unary(x -> Ops.variance(x))),
        smooth(
            "linear with huge slopes",
            normal(3),
            unary(x -> mul(x, Tensor.of(DType.F64, 1e12, 1, 1e-12)))),
        smooth("tiny bend on a line", normal(2), unary(x -> add(mul(x, 5), mul(pow(x, 3), 1e-9)))));
  }

  /** Waves: periods of powers of two, fast ones, slow ones, and tiny ones. */
  static List<RightFunction> waves() {
    return List.of(
        wave("sin(2π 8x)", 16 * Math.PI, 0.3),
        wave("sin(2π 64x)", 128 * Math.PI, 1.01),
        wave("sin(1024x)", 1024, 0.7),
        wave("sin(2π 1024x)", 2048 * Math.PI, 0.123),
        wave("sin(2π 2²⁰ x)", Math.scalb(2 * Math.PI, 20), 0.001),
        wave("sin(2π x/1024)", 2 * Math.PI / 1024, 77),
        wave("sin(1e-6 x)", 1e-6, 2e6),
        smooth(
            "sin(2π 16x) plus a line",
            at(0.2, 1),
            unary(x -> add(Rule.sin(mul(x, 32 * Math.PI)), mul(x, 3)))),
        smooth(
            "cosine of powers of two",
            at(0.4),
            unary(x -> add(Rule.cos(mul(x, 256 * Math.PI)), Rule.cos(mul(x, 4 * Math.PI))))),
        smooth("Weierstrass' sum of 12 waves", at(0.3), unary(ShapedFunctions::weierstrass)),
        smooth(
            "tiny fast wiggle of 1e-9 on the square",
            at(0.7),
            unary(x -> add(square(x), mul(Rule.sin(mul(x, 1e4)), 1e-9)))),
        smooth(
            "beat of near equal waves",
            at(0.9),
            unary(x -> sub(Rule.sin(mul(x, 100)), Rule.sin(mul(x, 100.001))))),
        smooth("sin(x²) at 100", at(100), unary(x -> Rule.sin(square(x)))),
        smooth("sin(exp(x)) at 8", at(8), unary(x -> Rule.sin(exp(x)))),
        smooth("sin(1/x) at 0.004", at(0.004), unary(x -> Rule.sin(div(1, x)))),
        smooth("sine of 1e7", at(1e7, 1e5 + 0.5), unary(Rule::sin)),
        smooth(
            "wave packet",
            at(0.02, -0.01),
            unary(x -> mul(Rule.cos(mul(x, 1e3)), exp(mul(square(x), -1e3))))),
        smooth(
            "comb of bells",
            at(0.5 + 1e-3, 0.25),
            unary(x -> exp(mul(square(Rule.sin(mul(x, 4 * Math.PI))), -100)))));
  }

  private static RightFunction wave(String name, double frequency, double x) {
    return smooth(name, at(x), unary(v -> Rule.sin(mul(v, frequency))));
  }

  private static Tensor monkeySaddle(Tensor x) {
    Tensor a = elements(x).get(0);
    Tensor b = elements(x).get(1);
    return sub(pow(a, 3), mul(mul(a, square(b)), 3));
  }

  private static Tensor rosenbrock(Tensor x) {
    Tensor a = elements(x).get(0);
    Tensor b = elements(x).get(1);
    return add(square(sub(1, a)), mul(square(sub(b, square(a))), 100));
  }

  private static Tensor cumulativeProduct(Tensor x) {
    List<Tensor> products = new ArrayList<>();
    for (Tensor e : elements(x)) {
      products.add(products.isEmpty() ? e : mul(products.getLast(), e));
    }
    return stack(products, 0);
  }

  private static Tensor weierstrass(Tensor x) {
    Tensor y = mul(x, 0);
    for (int k = 0; k < 12; k++) {
      y = add(y, mul(Rule.cos(mul(x, Math.scalb(Math.PI, k))), Math.pow(0.6, k)));
    }
    return y;
  }
}
