package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.PlantedBug.nonfinite;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.normal;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/** Pullbacks that are not linear in their cotangent, some of them only far from 1. */
final class LinearityBugs {
  private LinearityBugs() {}

  /** What is done to each element of a cotangent. */
  static List<PlantedBug> elements() {
    return List.of(
        pulled("clips its cotangent at 10", v -> Math.clamp(v, -10, 10)),
        pulled("clips its cotangent at 2.5", v -> Math.clamp(v, -2.5, 2.5)),
        pulled("clips its cotangent at 1e6", v -> Math.clamp(v, -1e6, 1e6)),
        pulled("clips its cotangent below at −10 only", v -> Math.max(v, -10)),
        pulled("is quadratic beyond 1e3", v -> Math.abs(v) <= 1e3 ? v : v * Math.abs(v) / 1e3),
        pulled("is quadratic beyond 50", v -> Math.abs(v) <= 50 ? v : v * Math.abs(v) / 50),
        pulled("drops cotangents below 1e-8", v -> Math.abs(v) < 1e-8 ? 0 : v),
        pulled("drops cotangents below 1e-3", v -> Math.abs(v) < 1e-3 ? 0 : v),
        pulled("drops cotangents below 1e-20", v -> Math.abs(v) < 1e-20 ? 0 : v),
        pulled("rounds its cotangent to 1e-6", v -> Math.rint(v * 1e6) / 1e6),
        pulled("has a dead zone of 1e-4", v -> Math.signum(v) * Math.max(0, Math.abs(v) - 1e-4)),
        pulled("adds 1e-7 to its cotangent", v -> v + 1e-7),
        pulled("adds 1e-12 to its cotangent", v -> v + 1e-12),
        pulled(
            "has 16 bits behind the point and overflows at 32768",
            v -> (int) (v * 65536) / 65536.0),
        pulled("loses what is negative, by a percent", v -> v < 0 ? 0.99 * v : v),
        pulled("computes in half precision", LinearityBugs::half),
        pulled("saturates at 65504", v -> Math.clamp(v, -65504, 65504)),
        pulled("bends slowly: g + 1e-5 g²", v -> v + 1e-5 * v * v),
        pulled("bends slowly: 1e3 tanh(g/1e3)", v -> 1e3 * Math.tanh(v / 1e3)),
        nonfinite(
            "pullback in float32 that overflows at 1e39",
            normal(4),
            Rule.unary(
                x -> mul(Ops.tanh(x), 1e39),
                (x, y, g) -> mul(Rule.map(mul(g, 1e39), v -> (float) v), derivative(x)))));
  }

  /** What is done to a cotangent as a whole. */
  static List<PlantedBug> wholes() {
    return List.of(
        tanhWith("pullback that clips its cotangent to norm 1", g -> clippedTo(1, g)),
        tanhWith("pullback that clips its cotangent to norm 100", g -> clippedTo(100, g)),
        tanhWith("pullback that divides by the cotangent's norm", g -> div(g, Ops.norm(g))),
        tanhWith(
            "pullback whose sum of magnitudes leaks in, by 1e-4",
            g -> add(g, mul(Ops.sum(abs(g)), 1e-4))),
        tanhWith(
            "shortcut for a cotangent of ones: doubled",
            g -> {
              double[] elements = Opaque.numbers(g);
              return DoubleStream.of(elements).allMatch(v -> v == elements[0]) ? mul(g, 2) : g;
            }),
        wrong(
            "shortcut for a cotangent with one element: the next row",
            all(normal(3, 3), normal(3, 1)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> matmul(g, transpose(b)),
                (a, b, g) ->
                    nonzeros(g) == 1
                        ? matmul(
                            transpose(a),
                            Ops.concat(List.of(Ops.slice(g, 0, 1, 3), Ops.slice(g, 0, 0, 1)), 0))
                        : matmul(transpose(a), g))),
        tanhWith(
            "shortcut for zeros: one of them drops all",
            g -> nonzeros(g) < g.elements() ? mul(g, 0) : g),
        tanhWith(
            "sparse pullback that keeps the three largest",
            g -> {
              double[] sorted =
                  DoubleStream.of(Opaque.numbers(g)).map(Math::abs).sorted().toArray();
              double third = sorted[Math.max(0, sorted.length - 3)];
              return Rule.map(g, v -> Math.abs(v) < third ? 0 : v);
            }),
        tanhWith(
            "pullback that sorts its cotangent",
            g -> {
              double[] elements = Opaque.numbers(g);
              Arrays.sort(elements);
              return Tensor.of(DType.F64, g.shape(), elements);
            }),
        wrong(
            "matmul that clips what it pulls back at 5",
            all(normal(2, 3), normal(3, 2)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> Ops.clamp(matmul(g, transpose(b)), -5, 5),
                (a, b, g) -> matmul(transpose(a), g))),
        wrong(
            "softmax that clips its cotangent at 10",
            normal(2, 3),
            Rule.unary(
                x -> Ops.softmax(x, 1),
                (x, y, g) -> {
                  Tensor c = Ops.clamp(g, -10, 10);
                  return mul(y, sub(c, Ops.sumKeepingAxes(mul(c, y), 1)));
                })),
        wrong(
            "sum of squares whose cotangent is clipped at 3",
            normal(4),
            Rule.unary(x -> Ops.sum(square(x)), (x, y, g) -> mul(mul(x, 2), Ops.clamp(g, -3, 3)))));
  }

  private static PlantedBug pulled(String what, DoubleUnaryOperator cotangent) {
    return tanhWith("pullback that " + what, g -> Rule.map(g, cotangent));
  }

  private static PlantedBug tanhWith(String name, UnaryOperator<Tensor> cotangent) {
    Function<List<Tensor>, Tensor> f =
        Rule.unary(Ops::tanh, (x, y, g) -> mul(cotangent.apply(g), sub(1, square(y))));
    return wrong(name, normal(6), f);
  }

  private static Tensor derivative(Tensor x) {
    return sub(1, square(Ops.tanh(x)));
  }

  private static Tensor clippedTo(double most, Tensor g) {
    double norm = Ops.norm(Ops.stopGradient(g)).item();
    return norm > most ? mul(g, most / norm) : g;
  }

  private static int nonzeros(Tensor g) {
    return (int) DoubleStream.of(Opaque.numbers(g)).filter(v -> v != 0).count();
  }

  private static double half(double v) {
    return Float.float16ToFloat(Float.floatToFloat16((float) v));
  }
}
