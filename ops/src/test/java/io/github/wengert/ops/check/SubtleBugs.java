package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.transpose;
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
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;

/** Small relative errors, and errors under a condition that holds at the point. */
final class SubtleBugs {
  private SubtleBugs() {}

  static List<PlantedBug> smallErrors() {
    return List.of(
        tanhOff(1e-3),
        tanhOff(1e-5),
        tanhOff(3e-6),
        tanhOff(1.5e-6),
        tanhOff(-2e-6),
        opaqueOff(1e-4),
        opaqueOff(1e-5),
        opaqueOff(2e-6),
        wrong(
            "matmul off by 1e-5 in one cotangent",
            all(normal(3, 2), normal(2, 3)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> matmul(g, transpose(b)),
                (a, b, g) -> mul(matmul(transpose(a), g), 1 - 1e-5))),
        wrong(
            "softmax off by 1e-5",
            normal(2, 3),
            Rule.unary(
                x -> Ops.softmax(x, 1),
                (x, y, g) -> mul(mul(y, sub(g, Ops.sumKeepingAxes(mul(g, y), 1))), 1 + 1e-5))),
        wrong(
            "exp by six terms of its series",
            uniform(0.5, 0.8, 3),
            Opaque.elementwise(
                Math::exp,
                v ->
                    1 + v + v * v / 2 + v * v * v / 6 + v * v * v * v / 24 + Math.pow(v, 5) / 120)),
        wrong(
            "derivative by a one-sided difference of 1e-5",
            awayFromZero(3),
            Opaque.elementwise(Math::exp, v -> (Math.exp(v + 1e-5) - Math.exp(v)) / 1e-5)),
        wrong(
            "derivative by a central difference of 1e-2",
            awayFromZero(3),
            Opaque.elementwise(
                v -> Math.sin(3 * v),
                v -> (Math.sin(3 * v + 0.03) - Math.sin(3 * v - 0.03)) / 0.02)),
        wrong(
            "derivative looked up in a table of steps of 1e-3",
            uniform(0.3, 0.9, 5),
            Opaque.elementwise(
                v -> Math.exp(2 * v), v -> 2 * Math.exp(2 * (Math.rint(v * 1e3) + 0.1) / 1e3))),
        wrong(
            "celsius for kelvin: 273 for 273.15",
            uniform(10, 30, 3),
            Opaque.elementwise(v -> Math.pow(v + 273.15, 3), v -> 3 * Math.pow(v + 273, 2))));
  }

  static List<PlantedBug> conditions() {
    return List.of(
        wrong(
            "exp, wrong for negative inputs only",
            at(-1, 0.5, 2),
            Opaque.elementwise(Math::exp, v -> v < 0 ? 0.99 * Math.exp(v) : Math.exp(v))),
        wrong(
            "sine, wrong beyond π only",
            at(0.5, 3.3, 2),
            Opaque.elementwise(Math::sin, v -> v > Math.PI ? Math.cos(v - Math.PI) : Math.cos(v))),
        wrong(
            "tanh, taken for saturated beyond 3",
            at(0.5, 3.1, -4),
            Rule.unary(
                Ops::tanh,
                (x, y, g) ->
                    mul(g, Rule.map(x, v -> Math.abs(v) > 3 ? 0 : 1 - Math.pow(Math.tanh(v), 2))))),
        wrong(
            "square, wrong for whole numbers only",
            at(0.5, 3, -4),
            Opaque.elementwise(v -> v * v, v -> v == Math.rint(v) ? v : 2 * v)),
        wrong(
            "square, wrong for 0.5 only",
            at(0.5, 3.2, -4.1),
            Opaque.elementwise(v -> v * v, v -> v == 0.5 ? 0 : 2 * v)),
        wrong(
            "square, wrong where two elements are equal",
            at(0.5, 3.2, 0.5),
            Opaque.vector(
                x -> DoubleStream.of(x).map(v -> v * v).toArray(),
                (x, g) -> {
                  double[] back = new double[3];
                  Arrays.setAll(back, i -> 2 * x[i] * g[i]);
                  if (x[0] == x[2]) {
                    back[0] += back[2];
                    back[2] = 0;
                  }
                  return back;
                })),
        wrong(
            "an extra term that vanishes below 2",
            at(0.5, 2.1, 1.7),
            Opaque.elementwise(Math::exp, v -> Math.exp(v) + Math.max(0, v - 2))),
        wrong(
            "an extra term that vanishes for all but one in a hundred",
            at(0.503, 2.1, 1.7),
            Opaque.elementwise(
                Math::exp, v -> Math.exp(v) + Math.max(0, 0.01 - Math.abs(v - 0.5)))),
        wrong(
            "product, wrong where a is larger than b",
            all(at(1, 2, 3), at(2, 1, 5)),
            Opaque.binary((a, b) -> a * b, (a, b) -> a > b ? a : b, (a, b) -> a)),
        wrong(
            "cosine with derivative −1e-3 at 0",
            at(0.0, 0.5),
            Opaque.elementwise(Math::cos, v -> -Math.sin(v) - 1e-3)),
        wrong(
            "right at a minimum only: (x − 1)² with factor 3",
            at(1, 1.01, 0.99),
            Opaque.elementwise(v -> (v - 1) * (v - 1), v -> 3 * (v - 1))),
        wrong(
            "derivative 0 claimed of a flat power: x⁸ at 0.05",
            at(0.05, -0.04),
            Opaque.elementwise(v -> Math.pow(v, 8), v -> 0)),
        wrong(
            "flat at its point: cube at 0 with derivative 1e-4",
            at(0, 0.5),
            Opaque.elementwise(v -> v * v * v, v -> 3 * v * v + (v == 0 ? 1e-4 : 0))));
  }

  static List<PlantedBug> oneOfMany() {
    return List.of(
        oneWrong("one element of 64, by a percent", 64, i -> i == 41),
        oneWrong("the last of 33, left over by a loop in fours", 33, i -> i == 32),
        oneWrong("the last three of 19, left over by a loop in eights", 19, i -> i >= 16),
        oneWrong("every element from the 100th on", 130, i -> i >= 100),
        oneWrong("the first of 40", 40, i -> i == 0),
        wrong(
            "wrong for one element only: a vector of one",
            normal(1),
            Rule.unary(
                Ops::tanh, (x, y, g) -> mul(mul(g, sub(1, square(y))), x.elements() == 1 ? 2 : 1))),
        wrong(
            "wrong from 16 elements on",
            normal(16),
            Rule.unary(
                Ops::tanh,
                (x, y, g) -> mul(mul(g, sub(1, square(y))), x.elements() >= 16 ? 1.001 : 1))),
        wrong(
            "one output of six",
            normal(6),
            Rule.unary(
                x -> exp(x),
                (x, y, g) -> mul(mul(g, y), Tensor.of(DType.F64, 1.0, 1, 1, 1, 1.01, 1)))),
        wrong(
            "one of five inputs",
            all(normal(2), normal(2), normal(2), normal(2), normal(2)),
            Rule.of(
                xs -> add(mul(xs.get(0), xs.get(1)), mul(mul(xs.get(2), xs.get(3)), xs.get(4))),
                (xs, y, g) -> mul(g, xs.get(1)),
                (xs, y, g) -> mul(g, xs.get(0)),
                (xs, y, g) -> mul(mul(g, xs.get(3)), xs.get(4)),
                (xs, y, g) -> mul(mul(g, xs.get(2)), xs.get(2)),
                (xs, y, g) -> mul(mul(g, xs.get(2)), xs.get(3)))),
        wrong(
            "one off-diagonal element of a Jacobian left out",
            normal(4),
            Opaque.vector(
                x -> new double[] {x[0] * x[3], x[1], x[2], x[3]},
                (x, g) -> new double[] {g[0] * x[3], g[1], g[2], g[3]})),
        wrong(
            "the 300th parameter of 400, wrong sign",
            normal(400),
            Rule.unary(
                x -> sum(square(x)),
                (x, y, g) -> {
                  int[] position = {0};
                  return mul(Rule.map(x, v -> position[0]++ == 299 ? -2 * v : 2 * v), g);
                })));
  }

  /** Behind the engine's own operations. */
  static List<PlantedBug> detached() {
    return List.of(
        wrong(
            "a wrong rule behind a sum of six right terms",
            normal(3),
            xs -> {
              Tensor x = xs.getFirst();
              Tensor off = OFF.apply(List.of(x));
              return add(add(add(exp(x), square(x)), mul(x, tanh(x))), mul(off, 0.01));
            }),
        wrong(
            "a target network that is not detached but its input is",
            normal(3),
            xs -> square(sub(tanh(xs.getFirst()), mul(tanh(stopGradient(xs.getFirst())), 0.9)))),
        wrong(
            "one of two equal paths detached",
            normal(3),
            xs -> mul(tanh(xs.getFirst()), tanh(stopGradient(xs.getFirst())))),
        wrong(
            "scale detached: x / (1e-3 + max |x|)",
            normal(4),
            xs -> div(xs.getFirst(), add(stopGradient(Ops.max(Ops.abs(xs.getFirst()))), 1e-3))),
        wrong(
            "straight-through clamp outside of its bounds",
            at(-2, 0.3, 3),
            xs -> {
              Tensor x = xs.getFirst();
              return add(x, stopGradient(sub(Ops.clamp(x, -1, 1), x)));
            }),
        wrong(
            "a value read as a number in the middle",
            normal(3),
            xs -> mul(xs.getFirst(), Ops.sum(stopGradient(xs.getFirst())).item())),
        wrong(
            "gradient reversal that nobody asked for",
            normal(3),
            Rule.unary(x -> mul(x, 1), (x, y, g) -> Ops.neg(g))),
        wrong(
            "gradient scaled by 0.1 on its way",
            normal(3),
            xs -> Ops.exp(Rule.unary(x -> mul(x, 1), (x, y, g) -> mul(g, 0.1)).apply(xs))));
  }

  private static final Function<List<Tensor>, Tensor> OFF =
      Rule.unary(Ops::tanh, (x, y, g) -> mul(g, sub(1, y)));

  private static PlantedBug tanhOff(double by) {
    return wrong(
        "tanh of library operations off by %s".formatted(by),
        normal(3),
        Rule.unary(Ops::tanh, (x, y, g) -> mul(mul(g, sub(1, square(y))), 1 + by)));
  }

  private static PlantedBug opaqueOff(double by) {
    return wrong(
        "eˣ sin x of plain numbers off by %s".formatted(by),
        uniform(0.2, 1, 3),
        Opaque.elementwise(
            v -> Math.exp(v) * Math.sin(v),
            v -> (1 + by) * Math.exp(v) * (Math.sin(v) + Math.cos(v))));
  }

  private static PlantedBug oneWrong(String name, int n, IntPredicate wrong) {
    return wrong(
        name,
        awayFromZero(n),
        Opaque.vector(
            x -> DoubleStream.of(x).map(v -> Math.sin(v) + v * v).toArray(),
            (x, g) -> {
              double[] back = new double[n];
              Arrays.setAll(
                  back, i -> g[i] * (Math.cos(x[i]) + 2 * x[i]) * (wrong.test(i) ? 1.01 : 1));
              return back;
            }));
  }
}
