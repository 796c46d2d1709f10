package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.abs;
import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.pow;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.sqrt;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.roughFirstOrder;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Right functions at kinks in space, and at joints that are smooth to first order. */
final class CornerFunctions {
  private CornerFunctions() {}

  /** Kinks at one point of a space, with a subgradient. */
  static List<RightFunction> norms() {
    return List.of(
        roughFirstOrder("norm at 0", at(0, 0, 0), unary(x -> Ops.norm(x))),
        roughFirstOrder(
            "norms of rows, one of them 0",
            rows(new double[] {3, 4}, new double[] {0, 0}),
            unary(x -> Ops.norm(x, 1))),
        roughFirstOrder("norm at 0 with rule 0", at(0, 0, 0), unary(opaqueNorm(0, 0, 0))),
        roughFirstOrder(
            "norm at 0 with a unit vector", at(0, 0, 0), unary(opaqueNorm(0.6, 0, -0.8))),
        roughFirstOrder(
            "norm at 0 with a short vector", at(0, 0, 0), unary(opaqueNorm(0.3, -0.2, 0.1))),
        roughFirstOrder(
            "norm at 0, summed with ones",
            at(0, 0, 0),
            unary(x -> add(opaqueNorm(0.6, 0.8, 0).apply(x), sum(x)))),
        roughFirstOrder(
            "norm at 0 times 1e-20",
            at(0, 0),
            unary(x -> mul(opaqueNorm(0.6, -0.8).apply(x), 1e-20))),
        roughFirstOrder(
            "distance of equal points",
            all(at(1, 2), at(1, 2)),
            binary((a, b) -> opaqueNorm(0.8, 0.6).apply(sub(a, b)))),
        roughFirstOrder("largest magnitude at 0", at(0, 0, 0), unary(x -> Ops.max(abs(x)))),
        smooth("norm of 1e-12", at(1e-12, -2e-12), unary(x -> Ops.norm(x))),
        smooth("opaque norm of 1e-9", at(1e-9, 1e-9, 0), unary(opaqueNorm(0, 0, 0))),
        smooth(
            "norm rounded off below 1e-6, at 0",
            at(0, 0),
            unary(x -> sqrt(add(sum(square(x)), 1e-12)))),
        smooth("norm with one element 0", at(0, 3, -4), unary(x -> Ops.norm(x))),
        smooth("square of the norm at 0", at(0, 0, 0), unary(x -> sum(square(x)))),
        rough(
            "cosine similarity of parallel vectors",
            all(at(1, 2, 3), at(2, 4, 6)),
            binary((a, b) -> div(sum(mul(a, b)), mul(Ops.norm(a), Ops.norm(b))))));
  }

  /** Joints of pieces whose derivatives agree: exactly at the joint, and beside it. */
  static List<RightFunction> joints() {
    return List.of(
        firstOrder(
            "|x|^1.5 at 0",
            at(0, 1),
            unary(
                curve(
                    v -> Math.pow(Math.abs(v), 1.5),
                    v -> 1.5 * Math.signum(v) * Math.sqrt(Math.abs(v))))),
        roughFirstOrder(
            "|x|^1.1 at 0",
            at(0),
            unary(
                curve(
                    v -> Math.pow(Math.abs(v), 1.1),
                    v -> 1.1 * Math.signum(v) * Math.pow(Math.abs(v), 0.1)))),
        smooth("|x|^1.5 at 1e-8", at(1e-8, -1e-10), unary(x -> pow(abs(x), 1.5))),
        firstOrder("|x| x at 0", at(0, 1e-9, -2), unary(x -> mul(abs(x), x))),
        firstOrder(
            "opaque |x| x at 0",
            at(0, -1e-12),
            unary(curve(v -> Math.abs(v) * v, v -> 2 * Math.abs(v)))),
        smooth("|x|³ at 0", at(0, 1e-5), unary(x -> pow(abs(x), 3))),
        firstOrder("squared relu at 0", at(0, 1, -1), unary(x -> square(relu(x)))),
        firstOrder(
            "Huber at its joint",
            at(1, -1, 0.5),
            unary(x -> Losses.huber(x, Tensor.of(DType.F64, 0, 0, 0), 1, Reduction.SUM))),
        firstOrder(
            "opaque Huber at its joint",
            at(1, -1),
            unary(
                curve(
                    v -> Math.abs(v) <= 1 ? 0.5 * v * v : Math.abs(v) - 0.5,
                    v -> Math.max(-1, Math.min(1, v))))),
        smooth(
            "Huber beside its joint",
            at(1 - 1e-5, 1 + 1e-5),
            unary(x -> Losses.huber(x, Tensor.of(DType.F64, 0, 0), 1, Reduction.SUM))),
        firstOrder(
            "squared hinge at its margin",
            at(1, 1),
            unary(x -> sum(square(relu(sub(1, mul(x, Tensor.of(DType.F64, 1, -1)))))))),
        firstOrder("elu with slope 1 at 0", at(0, 1e-9, -1e-9), unary(x -> Ops.elu(x, 1))),
        firstOrder(
            "quadratic spline at a knot",
            at(1, 2),
            unary(curve(CornerFunctions::spline, CornerFunctions::splineSlope))),
        smooth(
            "cubic spline at a knot",
            at(1, 0.5),
            unary(
                curve(
                    v -> v * v * v - relu3(v - 1),
                    v -> 3 * v * v - 3 * Math.pow(Math.max(0, v - 1), 2),
                    v -> 6 * v - 6 * Math.max(0, v - 1)))),
        smooth("smoothstep inside", at(0.25, 0.999), unary(x -> smoothstep(x))),
        firstOrder("smoothstep at its ends", at(0, 1), unary(x -> smoothstep(x))),
        firstOrder(
            "bump near its edge",
            at(0.99, -0.95),
            unary(curve(CornerFunctions::bump, CornerFunctions::bumpSlope))),
        smooth(
            "bump at its edge",
            at(1, -1),
            unary(curve(CornerFunctions::bump, CornerFunctions::bumpSlope, v -> 0))),
        smooth(
            "bump outside",
            at(1.5, -7),
            unary(curve(CornerFunctions::bump, CornerFunctions::bumpSlope, v -> 0))),
        smooth(
            "exp(−1/x²) at 0",
            at(0),
            unary(
                curve(
                    v -> v == 0 ? 0 : Math.exp(-1 / (v * v)),
                    v -> v == 0 ? 0 : 2 / (v * v * v) * Math.exp(-1 / (v * v)),
                    v -> 0))),
        smooth(
            "x² sin(1/x) at 0.01", at(0.01, 0.3), unary(x -> mul(square(x), Rule.sin(div(1, x))))),
        smooth("x² sin(1/x) at 1e-3", at(1e-3), unary(x -> mul(square(x), Rule.sin(div(1, x))))),
        roughFirstOrder(
            "x² sin(1/x) at 0",
            at(0),
            unary(
                curve(
                    v -> v == 0 ? 0 : v * v * Math.sin(1 / v),
                    v -> v == 0 ? 0 : 2 * v * Math.sin(1 / v) - Math.cos(1 / v)))),
        smooth(
            "triangle wave beside its corner",
            at(1 - 1e-7, 3 + 1e-5),
            unary(
                curve(
                    v -> Math.abs(Math.IEEEremainder(v, 2)),
                    v -> Math.signum(Math.IEEEremainder(v, 2)),
                    v -> 0))),
        smooth(
            "sawtooth beside its jump",
            at(1 + 1e-6, 2 - 1e-6),
            unary(curve(v -> v % 1, v -> 1, v -> 0))),
        smooth(
            "staircase beside its step",
            at(1 + 1e-6, 1.5),
            unary(curve(Math::floor, v -> 0, v -> 0))));
  }

  /** Returns the Euclidean norm, with a subgradient of its own at 0. */
  private static UnaryOperator<Tensor> opaqueNorm(double... atZero) {
    Function<List<Tensor>, Tensor> rule =
        Rule.unary(
            x -> Tensor.scalar(x.dtype(), length(x)),
            (x, y, g) ->
                mul(
                    g,
                    length(x) == 0 ? Tensor.of(DType.F64, atZero) : div(x, sqrt(sum(square(x))))));
    return x -> rule.apply(List.of(x));
  }

  private static double length(Tensor x) {
    return Math.sqrt(Arrays.stream(Ops.stopGradient(x).toDoubleArray()).map(v -> v * v).sum());
  }

  /** Returns x² up to 1, then 2x − 1 up to 2, then 4 − (x − 3)². */
  private static double spline(double x) {
    return x <= 1 ? x * x : x <= 2 ? 2 * x - 1 : 4 - (x - 3) * (x - 3);
  }

  private static double splineSlope(double x) {
    return x <= 1 ? 2 * x : x <= 2 ? 2 : -2 * (x - 3);
  }

  private static double relu3(double x) {
    return x > 0 ? x * x * x : 0;
  }

  private static Tensor smoothstep(Tensor x) {
    Tensor t = Ops.clamp(x, 0, 1);
    return mul(square(t), sub(3, mul(t, 2)));
  }

  private static double bump(double x) {
    return Math.abs(x) < 1 ? Math.exp(-1 / ((1 - x) * (1 + x))) : 0;
  }

  private static double bumpSlope(double x) {
    double w = (1 - x) * (1 + x);
    return Math.abs(x) < 1 ? -2 * x / (w * w) * bump(x) : 0;
  }
}
