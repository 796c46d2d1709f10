package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.maximum;
import static io.github.wengert.ops.Ops.minimum;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.stack;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.curve;
import static io.github.wengert.ops.check.MoreRules.elements;
import static io.github.wengert.ops.check.MoreRules.roughFirstOrder;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Right functions at ties and margins, and beside them. */
final class TiedFunctions {
  private TiedFunctions() {}

  /** Ties and margins. */
  static List<RightFunction> ties() {
    return List.of(
        roughFirstOrder(
            "hinge at its margin",
            at(1, -1),
            unary(x -> Losses.hinge(x, Tensor.of(DType.F64, 1, -1), Reduction.SUM))),
        roughFirstOrder(
            "multi-class margin at its margin",
            rows(new double[] {1, 0, -1}),
            unary(x -> Losses.multiMargin(x, Indices.of(0), 1, 1, Reduction.SUM))),
        roughFirstOrder(
            "absolute error at a hit",
            all(at(1, 2), at(1, 3)),
            binary((a, b) -> Losses.l1(a, b, Reduction.SUM))),
        roughFirstOrder(
            "quantile loss at a hit",
            at(0, 1),
            unary(curve(v -> Math.max(0.9 * v, -0.1 * v), v -> v > 0 ? 0.9 : -0.1))),
        roughFirstOrder("median with two ties", at(1, 2, 1), unary(TiedFunctions::medianOfThree)),
        roughFirstOrder(
            "opaque median with two ties",
            at(1, 2, 1),
            MoreRules.scalar(TiedFunctions::median, x -> new double[] {0.5, 0, 0.5})),
        roughFirstOrder(
            "opaque median with two ties, all to one",
            at(5, 7, 5),
            MoreRules.scalar(TiedFunctions::median, x -> new double[] {0, 0, 1})),
        firstOrder(
            "mean of the middle two, which tie",
            at(1, 0, 1, 3),
            MoreRules.scalar(
                x -> (sorted(x)[1] + sorted(x)[2]) / 2, x -> new double[] {0.5, 0, 0.5, 0})),
        smooth(
            "sorting network without ties",
            at(3, 1, 2),
            unary(x -> mul(sorted(x), Tensor.of(DType.F64, 1, 10, 100)))),
        smooth(
            "sorting network, 1e-6 apart",
            at(1 + 1e-6, 1, 1 - 1e-6),
            unary(x -> mul(sorted(x), Tensor.of(DType.F64, 1, 10, 100)))),
        firstOrder("sum of a sorting network with ties", at(2, 2, 1), unary(x -> sum(sorted(x)))),
        roughFirstOrder(
            "max pooling with ties",
            MorePoints.shaped(Shape.of(1, 1, 2, 4), 1, 1, 3, 0, 0, 1, 3, 3),
            unary(x -> Ops.maxPool2d(x, Pool2dOptions.of(2)))),
        smooth(
            "max pooling without ties",
            MorePoints.shaped(Shape.of(1, 1, 2, 4), 1, 1.5, 3, 0, 0, 1.4, 3.2, 3),
            unary(x -> Ops.maxPool2d(x, Pool2dOptions.of(2)))),
        roughFirstOrder(
            "range of four ties", at(2, 2, 5, 5), unary(x -> sub(Ops.max(x), Ops.min(x)))),
        roughFirstOrder(
            "clamp at a bound of 1e-20", at(1e-20, 3e-20), unary(x -> Ops.clamp(x, 0, 1e-20))),
        smooth(
            "clamp beside a bound of 1e-20",
            at(0.5e-20, 3e-20),
            unary(x -> Ops.clamp(x, 0, 1e-20))),
        smooth("relu at 1e-30", at(1e-30, -1e-30), unary(Ops::relu)),
        smooth("abs at 1e-100", at(1e-100, -1e-100), unary(Ops::abs)),
        smooth(
            "opaque abs at 1e-20",
            at(1e-20, -1e-20),
            unary(curve(Math::abs, Math::signum, v -> 0))),
        smooth(
            "maximum of numbers 1e-9 apart at 1e6",
            all(at(1e6), at(1e6 + 1e-9)),
            binary(Ops::maximum)),
        roughFirstOrder(
            "maximum of ties at 1e200", all(at(1e200), at(1e200)), binary(Ops::maximum)),
        roughFirstOrder(
            "maximum of ties at 1e-200", all(at(1e-200), at(1e-200)), binary(Ops::maximum)));
  }

  private static double median(double[] x) {
    return sorted(x)[x.length / 2];
  }

  private static double[] sorted(double[] x) {
    return Arrays.stream(x).sorted().toArray();
  }

  private static Tensor medianOfThree(Tensor x) {
    return elements(sorted(x)).get(1);
  }

  /** Sorts three numbers by comparing and exchanging. */
  private static Tensor sorted(Tensor x) {
    List<Tensor> e = new ArrayList<>(elements(x));
    for (int[] pair : new int[][] {{0, 1}, {1, 2}, {0, 1}}) {
      Tensor a = e.get(pair[0]);
      Tensor b = e.get(pair[1]);
      e.set(pair[0], minimum(a, b));
      e.set(pair[1], maximum(a, b));
    }
    return stack(e, 0);
  }
}
