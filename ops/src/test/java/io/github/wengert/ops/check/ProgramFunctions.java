package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.concat;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.log;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stack;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.check.MorePoints.scaled;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.elements;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Right programs: integrators of differential equations, and mixtures of operations with rules of
 * their own and those of the library.
 */
final class ProgramFunctions {
  private ProgramFunctions() {}

  static List<RightFunction> integrators() {
    return List.of(
        smooth(
            "100 Euler steps of decay",
            all(at(1, 2), at(3)),
            binary((y, k) -> euler(y, v -> neg(mul(v, k)), 0.01, 100))),
        smooth(
            "Euler steps of a stiff equation",
            at(1),
            unary(y -> euler(y, v -> mul(v, -190), 0.01, 60))),
        smooth(
            "20 Runge-Kutta steps of a pendulum",
            at(3.0, 0.1),
            unary(y -> rungeKutta(y, ProgramFunctions::pendulum, 0.1, 20))),
        smooth(
            "Runge-Kutta steps of logistic growth",
            at(1e-6),
            unary(y -> rungeKutta(y, v -> mul(v, sub(1, v)), 0.5, 40))),
        smooth(
            "predators and prey",
            at(10, 5),
            unary(y -> rungeKutta(y, ProgramFunctions::predators, 0.1, 15))),
        smooth(
            "orbit by leaps of a year in SI units",
            at(1.496e11, 2.9e4),
            unary(ProgramFunctions::orbit)),
        smooth("heat in a rod", at(0, 0, 1, 0, 0, 3), unary(ProgramFunctions::heat)),
        smooth("trapezoids under a bell", at(0.5, 2), unary(ProgramFunctions::trapezoids)));
  }

  /** Operations with a rule of their own between those of the library. */
  static List<RightFunction> mixtures() {
    return List.of(
        smooth("sine between tanh and log", normal(3), unary(x -> log(add(Rule.sin(tanh(x)), 2)))),
        smooth("opaque exp under a root", at(1, -40, 20), unary(x -> sqrt(plainExp(x)))),
        smooth(
            "opaque square of a difference at 1e6",
            at(1e6 + 1e-3),
            unary(x -> plainSquare(sub(x, 1e6)))),
        smooth(
            "opaque sum of rows, then softmax",
            normal(3, 2),
            unary(x -> Ops.softmax(rowSums(x), 0))),
        smooth(
            "opaque product of a matrix and a vector",
            all(normal(2, 3), normal(3)),
            binary((a, x) -> tanh(plainProduct(a, x)))),
        smooth(
            "opaque steps in a recurrent net",
            all(scaled(0.4, normal(2, 2)), normal(2)),
            binary(ProgramFunctions::opaqueRecurrent)),
        smooth(
            "opaque tanh of 1e9 (x − 3)",
            at(3 + 2e-10),
            unary(x -> ScaledFunctions.plainTanh(mul(sub(x, 3), 1e9)))),
        smooth(
            "branch by a read value", at(0.7), unary(x -> x.item() > 0.5 ? square(x) : mul(x, 3))),
        smooth("loop of a read count", at(3.4), unary(ProgramFunctions::countedPower)),
        smooth(
            "opaque fourth power of 1e-5",
            at(1e-5, 2),
            unary(curve(v -> v * v * v * v, v -> 4 * v * v * v, v -> 12 * v * v))),
        smooth("own log-sum-exp at 1e4", at(1e4, 1e4 - 2), unary(ownLogSumExp())),
        firstOrder(
            "own softplus of ±30",
            at(30, -30, 0),
            unary(
                Rule.elementwise(
                    v -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))), Ops::sigmoid))),
        smooth("own hypotenuse of 1e160", all(at(3e160), at(4e160)), ownHypotenuse()),
        smooth(
            "own logarithm of base 2, of 1e300",
            at(1e300, 1e-3),
            unary(Rule.elementwise(v -> Math.log(v) / Math.log(2), x -> div(1 / Math.log(2), x)))),
        smooth("own power of 2, of −300", at(-300, 10), unary(ProgramFunctions::powerOfTwo)));
  }

  private static Tensor euler(Tensor start, UnaryOperator<Tensor> f, double h, int steps) {
    Tensor y = start;
    for (int i = 0; i < steps; i++) {
      y = add(y, mul(f.apply(y), h));
    }
    return y;
  }

  private static Tensor rungeKutta(Tensor start, UnaryOperator<Tensor> f, double h, int steps) {
    Tensor y = start;
    for (int i = 0; i < steps; i++) {
      Tensor a = f.apply(y);
      Tensor b = f.apply(add(y, mul(a, h / 2)));
      Tensor c = f.apply(add(y, mul(b, h / 2)));
      Tensor d = f.apply(add(y, mul(c, h)));
      y = add(y, mul(add(add(a, d), mul(add(b, c), 2)), h / 6));
    }
    return y;
  }

  private static Tensor pendulum(Tensor y) {
    return concat(List.of(slice(y, 0, 1, 2), neg(Rule.sin(slice(y, 0, 0, 1)))), 0);
  }

  private static Tensor predators(Tensor y) {
    Tensor prey = slice(y, 0, 0, 1);
    Tensor hunters = slice(y, 0, 1, 2);
    Tensor meetings = mul(prey, hunters);
    return concat(
        List.of(
            sub(mul(prey, 1.1), mul(meetings, 0.4)), sub(mul(meetings, 0.1), mul(hunters, 0.4))),
        0);
  }

  /** Returns the place after 12 months of 2.6e6 s around the sun. */
  private static Tensor orbit(Tensor start) {
    Tensor x = elements(start).get(0);
    Tensor y = mul(x, 0);
    Tensor u = mul(x, 0);
    Tensor v = elements(start).get(1);
    for (int i = 0; i < 12; i++) {
      Tensor cube = pow(add(square(x), square(y)), 1.5);
      u = sub(u, mul(div(x, cube), 1.327e20 * 2.6e6));
      v = sub(v, mul(div(y, cube), 1.327e20 * 2.6e6));
      x = add(x, mul(u, 2.6e6));
      y = add(y, mul(v, 2.6e6));
    }
    return stack(List.of(x, y), 0);
  }

  private static Tensor heat(Tensor start) {
    Tensor y = start;
    for (int i = 0; i < 25; i++) {
      Tensor inner = slice(y, 0, 1, 5);
      Tensor bend = sub(add(slice(y, 0, 0, 4), slice(y, 0, 2, 6)), mul(inner, 2));
      y = concat(List.of(slice(y, 0, 0, 1), add(inner, mul(bend, 0.4)), slice(y, 0, 5, 6)), 0);
    }
    return y;
  }

  private static Tensor trapezoids(Tensor end) {
    Tensor area = mul(end, 0);
    for (int i = 0; i <= 50; i++) {
      Tensor height = exp(neg(square(mul(end, i / 50.0))));
      area = add(area, mul(height, i == 0 || i == 50 ? 0.5 : 1));
    }
    return div(mul(area, end), 50);
  }

  private static Tensor plainExp(Tensor x) {
    return Rule.elementwise(Math::exp, ProgramFunctions::plainExp).apply(x);
  }

  private static Tensor plainSquare(Tensor x) {
    return curve(v -> v * v, v -> 2 * v, v -> 2).apply(x);
  }

  private static Tensor rowSums(Tensor x) {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            v -> Rule.pairs(v, Double::sum),
            (v, y, g) -> Ops.broadcastTo(reshape(g, 3, 1), v.shape()));
    return rule.apply(List.of(x));
  }

  private static Tensor plainProduct(Tensor a, Tensor x) {
    return Rule.binary(
            (p, q) -> {
              double[] y = new double[2];
              for (int i = 0; i < 6; i++) {
                y[i / 3] += p.toDoubleArray()[i] * q.toDoubleArray()[i % 3];
              }
              return Tensor.of(DType.F64, y);
            },
            (p, q, g) -> mul(reshape(g, 2, 1), reshape(q, 1, 3)),
            (p, q, g) -> reshape(matmul(reshape(g, 1, 2), p), 3))
        .apply(List.of(a, x));
  }

  private static Tensor opaqueRecurrent(Tensor w, Tensor x) {
    Tensor y = reshape(x, 1, 2);
    for (int i = 0; i < 5; i++) {
      y = ScaledFunctions.plainTanh(matmul(y, w));
    }
    return y;
  }

  private static Tensor countedPower(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < (int) x.item(); i++) {
      y = mul(y, x);
    }
    return y;
  }

  private static UnaryOperator<Tensor> ownLogSumExp() {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            x -> {
              double[] e = x.toDoubleArray();
              double top = Math.max(e[0], e[1]);
              return Tensor.scalar(
                  x.dtype(), top + Math.log1p(Math.exp(Math.min(e[0], e[1]) - top)));
            },
            (x, y, g) -> mul(g, Ops.softmax(x, 0)));
    return x -> rule.apply(List.of(x));
  }

  private static Function<List<Tensor>, Tensor> ownHypotenuse() {
    return Rule.binary(
        (a, b) -> Tensor.of(DType.F64, Math.hypot(a.toDoubleArray()[0], b.toDoubleArray()[0])),
        (a, b, g) -> mul(g, cosine(a, b)),
        (a, b, g) -> mul(g, cosine(b, a)));
  }

  /** Returns {@code a/√(a² + b²)}, which neither overflows nor underflows. */
  private static Tensor cosine(Tensor a, Tensor b) {
    Tensor ratio = div(b, a);
    return div(1, sqrt(add(square(ratio), 1)));
  }

  private static Tensor powerOfTwo(Tensor x) {
    return Rule.elementwise(v -> Math.pow(2, v), v -> mul(powerOfTwo(v), Math.log(2))).apply(x);
  }
}
