package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.check.PlantedBug.outside;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.rows;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Kinks of convex functions at a point in space: each element of the gradient lies between the
 * slopes of both sides, and yet the gradient as a whole is no subgradient.
 */
final class SpaceKinkBugs {
  private SpaceKinkBugs() {}

  static List<PlantedBug> norms() {
    return List.of(
        normAtZero(2),
        normAtZero(3),
        normAtZero(8),
        outside(
            "norm at 0 with (0.8, −0.8), in plain numbers",
            at(0, 0),
            Opaque.scalar(x -> Math.hypot(x[0], x[1]), x -> new double[] {0.8, -0.8})),
        outside(
            "norm of rows, one of them 0, with ones there",
            rows(new double[] {3, 4}, new double[] {0, 0}),
            Rule.unary(
                x -> Ops.norm(x, 1),
                (x, y, g) ->
                    mul(
                        Ops.reshape(g, 2, 1),
                        Tensor.ofRows(DType.F64, new double[] {0.6, 0.8}, new double[] {1, 1})))),
        outside(
            "distance of a point to itself with ones",
            all(at(1, 2, 3), at(1, 2, 3)),
            Rule.binary(
                (a, b) -> Ops.norm(sub(a, b)),
                (a, b, g) -> mul(Tensor.of(DType.F64, 1.0, 1, 1), g),
                (a, b, g) -> mul(Tensor.of(DType.F64, -1.0, -1, -1), g))),
        outside(
            "largest magnitude at 0 with ones",
            at(0, 0, 0),
            Opaque.scalar(
                x -> DoubleStream.of(x).map(Math::abs).max().orElseThrow(), x -> ones(3))),
        outside(
            "ellipse's norm at 0 with both half-axes at once",
            at(0, 0),
            Opaque.scalar(x -> Math.hypot(x[0], 2 * x[1]), x -> new double[] {1, 2})),
        outside(
            "spectral norm of a diagonal matrix of equal elements, both counted",
            at(2, 2),
            Opaque.scalar(x -> Math.max(Math.abs(x[0]), Math.abs(x[1])), x -> ones(2))),
        outside(
            "group lasso, two groups at 0, with ones in one",
            at(0, 0, 0, 0),
            Opaque.scalar(
                x -> Math.hypot(x[0], x[1]) + Math.hypot(x[2], x[3]),
                x -> new double[] {0.6, 0.6, 0.8, 0.9})));
  }

  static List<PlantedBug> ties() {
    return List.of(
        outside(
            "abs of a difference of equals with gradient (1, 1)",
            all(at(0.7), at(0.7)),
            Rule.binary((a, b) -> Ops.abs(sub(a, b)), (a, b, g) -> g, (a, b, g) -> g)),
        outside(
            "maximum of two equals, unlogged, with gradient (0, 0)",
            at(1.5, 1.5),
            Opaque.scalar(x -> Math.max(x[0], x[1]), x -> new double[2])),
        outside(
            "maximum of three equals, unlogged, with ½ for each",
            at(-2, -2, -2),
            Opaque.scalar(
                x -> DoubleStream.of(x).max().orElseThrow(), x -> new double[] {0.5, 0.5, 0.5})),
        outside(
            "minimum of three equals with ones",
            at(4, 4, 4),
            Opaque.scalar(x -> DoubleStream.of(x).min().orElseThrow(), x -> ones(3))),
        outside(
            "sum of the two largest, three of them equal, with ones",
            at(1, 1, 1, 0),
            Opaque.scalar(
                x -> {
                  double[] sorted = x.clone();
                  Arrays.sort(sorted);
                  return sorted[3] + sorted[2];
                },
                x -> new double[] {1, 1, 1, 0})),
        outside(
            "range of equal numbers with gradient (½, ½)",
            at(0.25, 0.25),
            Opaque.scalar(x -> Math.abs(x[0] - x[1]), x -> new double[] {0.5, 0.5})),
        outside(
            "rectified length at the border with twice the direction",
            at(0.6, 0.8),
            Opaque.scalar(
                x -> Math.max(0, Math.hypot(x[0], x[1]) - Math.hypot(0.6, 0.8)),
                x -> new double[] {1.2, 1.6})),
        outside(
            "hinge on its margin with twice the slope",
            at(0.5, 1, -0.5),
            Opaque.scalar(
                x -> Math.max(0, 1 - (x[0] * 2 + x[1] + x[2] * 2)),
                x -> new double[] {-4, -2, -4})),
        outside(
            "rectified sum at 0 with a gradient across",
            at(1, -1),
            Rule.unary(
                x -> Ops.relu(Ops.sum(x)),
                (x, y, g) -> mul(Tensor.of(DType.F64, 1.0, 0), Ops.broadcastTo(g, Shape.of(2))))),
        outside(
            "total variation of a plateau with ones",
            at(1, 1, 1),
            Opaque.scalar(x -> Math.abs(x[1] - x[0]) + Math.abs(x[2] - x[1]), x -> ones(3))));
  }

  private static PlantedBug normAtZero(int n) {
    return outside(
        "norm at 0 in %d dimensions with ones".formatted(n),
        at(new double[n]),
        Rule.unary(x -> Ops.norm(x), (x, y, g) -> Ops.broadcastTo(g, x.shape())));
  }

  private static double[] ones(int n) {
    double[] all = new double[n];
    Arrays.fill(all, 1);
    return all;
  }
}
