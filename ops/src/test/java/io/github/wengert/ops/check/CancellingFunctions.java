package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.MorePoints.scaled;
import static io.github.wengert.ops.check.MorePoints.shifted;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.horner;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** Right functions most of whose digits cancel, and polynomials, whose digits do. */
final class CancellingFunctions {
  private CancellingFunctions() {}

  private static final double[] SEVENTH_POWER = {-1, 7, -21, 35, -35, 21, -7, 1};

  static List<RightFunction> polynomials() {
    return List.of(
        smooth("(x − 1)⁷ expanded, at 1.5", at(1.5, 0.2), unary(x -> horner(x, SEVENTH_POWER))),
        smooth("(x − 1)⁷ expanded, at 1.15", at(1.15), unary(x -> horner(x, SEVENTH_POWER))),
        rough("(x − 1)⁷ expanded, at its root", at(1), unary(x -> horner(x, SEVENTH_POWER))),
        rough(
            "opaque (x − 1)⁷ expanded, at 1.01",
            at(1.01),
            unary(Rule.elementwise(v -> horner(v, SEVENTH_POWER), x -> mul(pow(sub(x, 1), 6), 7)))),
        rough(
            "opaque (x − 1)⁷ expanded, at its root",
            at(1),
            unary(Rule.elementwise(v -> horner(v, SEVENTH_POWER), x -> mul(pow(sub(x, 1), 6), 7)))),
        smooth("(x − 1)⁷ as a power, at its root", at(1, 1 + 1e-5), unary(x -> pow(sub(x, 1), 7))),
        smooth(
            "Chebyshev polynomial of degree 20", at(0.3, 0.999, 1), unary(x -> chebyshev(x, 20))),
        rough(
            "Chebyshev polynomial of degree 20, at an extremum",
            at(Math.cos(Math.PI / 10)),
            unary(x -> chebyshev(x, 20))),
        smooth("Chebyshev polynomial of degree 20, outside", at(1.5), unary(x -> chebyshev(x, 20))),
        smooth(
            "Legendre polynomial of degree 12",
            at(-0.7, 0.05),
            unary(CancellingFunctions::legendre)),
        smooth(
            "Wilkinson's polynomial between roots",
            at(3.5, 1.5),
            unary(CancellingFunctions::wilkinson)),
        smooth("Wilkinson's polynomial at a root", at(7), unary(CancellingFunctions::wilkinson)),
        smooth(
            "rational function near a pole",
            at(1.0001),
            unary(x -> div(add(x, 1), sub(square(x), 1.0002 * 1.0002)))),
        smooth("rational function very near a pole", at(1 + 1e-8), unary(x -> div(x, sub(x, 1)))),
        smooth("double pole at 1e-5", at(2 + 1e-5), unary(x -> div(1, square(sub(x, 2))))),
        smooth(
            "tangent near its pole",
            at(Math.PI / 2 - 1e-4),
            unary(x -> div(Rule.sin(x), Rule.cos(x)))));
  }

  static List<RightFunction> cancelling() {
    return List.of(
        smooth("x plus 1e10, less 1e10", normal(3), unary(x -> sub(add(x, 1e10), 1e10))),
        smooth(
            "square plus 1e14, less 1e14", normal(3), unary(x -> sub(add(square(x), 1e14), 1e14))),
        smooth("x plus 1e16, less 1e16", at(0.3), unary(x -> sub(add(x, 1e16), 1e16))),
        rough(
            "opaque x plus 1e9, less 1e9",
            normal(2),
            unary(curve(v -> (v + 1e9) - 1e9, v -> 1, v -> 0))),
        smooth("tanh under a cover of 1e13", normal(3), unary(x -> add(tanh(x), 1e13))),
        smooth("1e-10 x beside 1", normal(2), unary(x -> add(mul(x, 1e-10), 1))),
        smooth("log of exp", at(300, -300, 1e-9), unary(x -> log(exp(x)))),
        firstOrder("exp of log", at(1e-9, 1e9), unary(x -> exp(log(x)))),
        firstOrder("log1p of expm1", at(1e-12, -1e-6, 3), unary(x -> Ops.log1p(Ops.expm1(x)))),
        smooth("log(1 + x) for log1p at 1e-9", at(1e-9, -1e-12), unary(x -> log(add(x, 1)))),
        smooth("exp(x) − 1 for expm1 at 1e-8", at(1e-8, 1e-3), unary(x -> sub(exp(x), 1))),
        smooth("expm1 at 1e-100", at(1e-100), unary(Ops::expm1)),
        rough("sigmoid(x) + sigmoid(−x)", normal(3), unary(x -> add(sigmoid(x), sigmoid(neg(x))))),
        rough(
            "tanh by exponentials, less tanh",
            normal(2),
            unary(x -> sub(tanh(x), sub(mul(sigmoid(mul(x, 2)), 2), 1)))),
        smooth(
            "alternating sum of 300 terms",
            scaled(0.01, normal(2)),
            unary(x -> alternating(x, 300))),
        smooth(
            "sum of 1000 elements", shifted(1e3, normal(10, 100)), unary(x -> mul(sum(x), 1e-3))),
        smooth(
            "difference of sums of 300",
            all(normal(300), normal(2)),
            binary((a, b) -> mul(sub(sum(a), Ops.mean(a)), Ops.prod(b)))),
        smooth("telescoping product", at(1.1, 0.3), unary(x -> telescope(x, 50))),
        smooth("exp at −700, scaled back", at(-700), unary(x -> mul(mul(exp(x), 1e152), 1e152))),
        smooth(
            "difference quotient of the square",
            at(3),
            unary(x -> div(sub(square(add(x, 1e-6)), square(x)), 1e-6))));
  }

  private static Tensor chebyshev(Tensor x, int degree) {
    Tensor before = add(mul(x, 0), 1);
    Tensor y = x;
    for (int i = 1; i < degree; i++) {
      Tensor next = sub(mul(mul(x, y), 2), before);
      before = y;
      y = next;
    }
    return y;
  }

  private static Tensor legendre(Tensor x) {
    Tensor before = add(mul(x, 0), 1);
    Tensor y = x;
    for (int n = 1; n < 12; n++) {
      Tensor next = div(sub(mul(mul(x, y), 2 * n + 1), mul(before, n)), n + 1);
      before = y;
      y = next;
    }
    return y;
  }

  private static Tensor wilkinson(Tensor x) {
    Tensor y = sub(x, 1);
    for (int k = 2; k <= 15; k++) {
      y = mul(y, sub(x, k));
    }
    return y;
  }

  private static Tensor alternating(Tensor x, int terms) {
    Tensor y = mul(x, 0);
    for (int k = 1; k <= terms; k++) {
      y = add(y, mul(x, (k % 2 == 0 ? -1.0 : 1.0) * k));
    }
    return tanh(div(y, 10));
  }

  /** Returns {@code Π (x + k)/(x + k + 1)}. */
  private static Tensor telescope(Tensor x, int factors) {
    Tensor y = div(x, add(x, 1));
    for (int k = 1; k < factors; k++) {
      y = mul(y, div(add(x, k), add(x, k + 1)));
    }
    return y;
  }
}
