package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.concat;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.PlantedBug.nonfinite;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.awayFromZero;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;

import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Wrong pullbacks of what moves, gathers, accumulates and slides: reported for many libraries. */
final class IndexBugs {
  private IndexBugs() {}

  static List<PlantedBug> cumulative() {
    return List.of(
        wrong(
            "running sum summed forwards in the pullback, too",
            normal(4),
            Opaque.vector(IndexBugs::runningSum, (x, g) -> runningSum(g))),
        nonfinite(
            "running product by y/x with a zero among the factors",
            at(2, 0, 3, 0.5),
            Opaque.vector(IndexBugs::runningProduct, IndexBugs::quotients)),
        wrong(
            "running product whose zeros get no gradient",
            at(2, 0, 3, 0.5),
            Opaque.vector(
                IndexBugs::runningProduct,
                (x, g) -> {
                  double[] all = quotients(x, g);
                  return IntStream.range(0, 4).mapToDouble(i -> x[i] == 0 ? 0 : all[i]).toArray();
                })),
        wrong(
            "product with one zero: nothing for the zero",
            at(2, 0, 3),
            Rule.unary(x -> Ops.prod(x), (x, y, g) -> mul(x, 0))),
        wrong(
            "running maximum that gives each gradient to its own place",
            at(1, 3, 2, 5),
            Opaque.vector(
                x -> {
                  double[] y = x.clone();
                  Arrays.parallelPrefix(y, Math::max);
                  return y;
                },
                (x, g) -> g)),
        wrong(
            "differences of neighbours with the sign swapped inside",
            normal(5),
            Opaque.vector(
                x -> IntStream.range(0, 4).mapToDouble(i -> x[i + 1] - x[i]).toArray(),
                (x, g) -> new double[] {-g[0], g[1] - g[0], g[2] - g[1], g[3] - g[2], g[3]})),
        wrong(
            "trapezoidal rule with full weights at its ends",
            normal(5),
            Opaque.scalar(
                x -> x[0] / 2 + x[1] + x[2] + x[3] + x[4] / 2, x -> new double[] {1, 1, 1, 1, 1})),
        wrong(
            "exponential average, its factor missing once",
            normal(4),
            Opaque.vector(
                x -> {
                  double[] y = new double[4];
                  for (int i = 0; i < 4; i++) {
                    y[i] = 0.9 * (i == 0 ? 0 : y[i - 1]) + 0.1 * x[i];
                  }
                  return y;
                },
                (x, g) -> {
                  double[] all = new double[4];
                  for (int i = 3; i >= 0; i--) {
                    all[i] = 0.1 * g[i] + (i == 3 ? 0 : 0.1 * all[i + 1]);
                  }
                  return all;
                })));
  }

  static List<PlantedBug> moves() {
    return List.of(
        moved("roll in the same direction", i -> (i + 1) % 4, i -> (i + 3) % 4),
        moved("reversal not reversed", i -> 3 - i, i -> i),
        moved("sort with the gradient in sorted order", i -> new int[] {2, 0, 3, 1}[i], i -> i),
        moved(
            "shuffle undone by itself",
            i -> new int[] {2, 0, 3, 1}[i],
            i -> new int[] {1, 3, 0, 2}[i]),
        wrong(
            "tile undone as if each element were repeated",
            normal(3),
            Rule.unary(x -> concat(List.of(x, x), 0), (x, y, g) -> sum(reshape(g, 3, 2), 1))),
        wrong(
            "reflecting border whose mirror images are lost",
            normal(4),
            Opaque.vector(
                x -> new double[] {x[1], x[0], x[1], x[2], x[3], x[2]},
                (x, g) -> Arrays.copyOfRange(g, 1, 5))),
        wrong(
            "repeating border counted once",
            normal(3),
            Opaque.vector(
                x -> new double[] {x[0], x[0], x[1], x[2], x[2]},
                (x, g) -> new double[] {g[1] + g[0], g[2], g[3]})),
        wrong(
            "padding one off",
            normal(4),
            Rule.unary(
                x ->
                    concat(
                        List.of(Tensor.of(DType.F64, 0.0, 0), x, Tensor.of(DType.F64, 0.0, 0)), 0),
                (x, y, g) -> slice(g, 0, 1, 5))),
        wrong(
            "lower triangle pulled back to the upper",
            normal(3, 3),
            Rule.unary(x -> mul(x, LOWER), (x, y, g) -> mul(g, Ops.transpose(LOWER)))),
        wrong(
            "nearest neighbours enlarged: mean for sum",
            normal(3),
            Opaque.vector(
                x -> new double[] {x[0], x[0], x[1], x[1], x[2], x[2]},
                (x, g) -> new double[] {(g[0] + g[1]) / 2, (g[2] + g[3]) / 2, (g[4] + g[5]) / 2})),
        wrong(
            "strided slice written back densely",
            normal(6),
            Rule.unary(x -> slice(x, 0, 0, 6, 2), (x, y, g) -> concat(List.of(g, mul(g, 0)), 0))),
        wrong(
            "reshape of a transpose, pulled back without the transpose",
            normal(2, 3),
            Rule.unary(x -> reshape(Ops.transpose(x), 6), (x, y, g) -> reshape(g, 2, 3))));
  }

  static List<PlantedBug> indices() {
    return List.of(
        wrong(
            "selected rows overwritten where they repeat",
            normal(3, 2),
            Rule.unary(
                x -> Ops.indexSelect(x, 0, Indices.of(0, 2, 0, 2)),
                (x, y, g) -> concat(List.of(row(g, 2), mul(row(g, 0), 0), row(g, 3)), 0))),
        wrong(
            "embedding without a gradient for row 0, taken for padding",
            normal(3, 2),
            Rule.unary(
                x -> Ops.embedding(x, Indices.of(0, 1, 2)),
                (x, y, g) -> concat(List.of(mul(row(g, 0), 0), row(g, 1), row(g, 2)), 0))),
        wrong(
            "last index taken for the first in the pullback",
            normal(4),
            Opaque.scalar(x -> x[3] * x[3], x -> new double[] {2 * x[3], 0, 0, 0})),
        wrong(
            "sums of segments with the gradient of means",
            normal(5),
            Opaque.vector(
                x -> new double[] {x[0] + x[1], x[2] + x[3] + x[4]},
                (x, g) -> new double[] {g[0] / 2, g[0] / 2, g[1] / 3, g[1] / 3, g[1] / 3})),
        wrong(
            "added rows: those that were added get nothing",
            all(normal(4), normal(2)),
            Rule.binary(
                (a, b) -> add(a, concat(List.of(mul(b, 0), b), 0)),
                (a, b, g) -> g,
                (a, b, g) -> slice(g, 0, 0, 2))),
        wrong(
            "median of an even number: one of the two middle ones gets all",
            at(3, -1, 0.5, 2),
            Opaque.scalar(ofSorted(s -> (s[1] + s[2]) / 2), x -> new double[] {0, 0, 1, 0})),
        wrong(
            "quantile at 0.3 with the weights swapped",
            at(3, -1, 0.5, 2),
            Opaque.scalar(
                ofSorted(s -> 0.1 * s[0] + 0.9 * s[1]), x -> new double[] {0, 0.9, 0.1, 0})),
        wrong(
            "third largest: the second gets the gradient",
            at(3, -1, 0.5, 2),
            Opaque.scalar(ofSorted(s -> s[1]), x -> new double[] {0, 0, 0, 1})),
        nonfinite(
            "where() leaks NaN through the branch that was not taken",
            at(-1, 2, 3),
            xs -> Ops.where(LAST_TWO, Ops.sqrt(xs.getFirst()), mul(xs.getFirst(), 0.5))),
        nonfinite(
            "where() leaks an infinity times 0: a logarithm at 0 under a mask",
            at(0, 2, 3),
            xs -> Ops.where(LAST_TWO, Ops.log(xs.getFirst()), xs.getFirst())),
        wrong(
            "mask not applied in the pullback",
            normal(4),
            Rule.unary(x -> mul(x, Tensor.of(DType.F64, 1.0, 0, 1, 0)), (x, y, g) -> g)));
  }

  static List<PlantedBug> windows() {
    return List.of(
        wrong(
            "convolution whose kernel's gradient has its rows flipped",
            all(normal(1, 1, 3, 3), normal(1, 1, 2, 2)),
            Rule.binary(
                (x, k) -> Ops.conv2d(x, k, Conv2dOptions.DEFAULT),
                (x, k, g) -> Ops.conv2d(padded(g), turned(k), Conv2dOptions.DEFAULT),
                (x, k, g) -> turned(Ops.conv2d(x, g, Conv2dOptions.DEFAULT)))),
        wrong(
            "convolution whose input's gradient uses the kernel unturned",
            all(normal(1, 1, 3, 3), normal(1, 1, 2, 2)),
            Rule.binary(
                (x, k) -> Ops.conv2d(x, k, Conv2dOptions.DEFAULT),
                (x, k, g) -> Ops.conv2d(padded(g), k, Conv2dOptions.DEFAULT),
                (x, k, g) -> Ops.conv2d(x, g, Conv2dOptions.DEFAULT))),
        wrong(
            "convolution with a stride that the pullback ignores",
            normal(6),
            Opaque.vector(
                x -> new double[] {x[0] + 2 * x[1], x[2] + 2 * x[3], x[4] + 2 * x[5]},
                (x, g) -> new double[] {g[0], 2 * g[0] + g[1], 2 * g[1] + g[2], 2 * g[2], 0, 0})),
        wrong(
            "dilated convolution pulled back without its dilation",
            normal(5),
            Opaque.vector(
                x -> IntStream.range(0, 3).mapToDouble(i -> x[i] + 3 * x[i + 2]).toArray(),
                (x, g) -> new double[] {g[0], g[1] + 3 * g[0], g[2] + 3 * g[1], 3 * g[2], 0})),
        wrong(
            "convolution's bias with the mean over the image",
            all(normal(1, 1, 2, 2), normal(1)),
            Rule.binary(
                (x, b) -> add(x, reshape(b, 1, 1, 1, 1)),
                (x, b, g) -> g,
                (x, b, g) -> reshape(Ops.mean(g), 1))),
        wrong(
            "average pooling pulled back undivided",
            normal(1, 1, 4, 4),
            Rule.unary(x -> Ops.avgPool2d(x, Pool2dOptions.of(2)), (x, y, g) -> enlarged(g))),
        wrong(
            "average at the border divided by the full window in the pullback only",
            normal(4),
            Opaque.vector(
                x ->
                    new double[] {
                      (x[0] + x[1]) / 2,
                      (x[0] + x[1] + x[2]) / 3,
                      (x[1] + x[2] + x[3]) / 3,
                      (x[2] + x[3]) / 2
                    },
                (x, g) ->
                    new double[] {
                      (g[0] + g[1]) / 3,
                      (g[0] + g[1] + g[2]) / 3,
                      (g[1] + g[2] + g[3]) / 3,
                      (g[2] + g[3]) / 3
                    })),
        wrong(
            "overlapping maxima: the later window overwrites the earlier",
            at(1, 5, 2, 0),
            Opaque.vector(
                x -> IntStream.range(0, 3).mapToDouble(i -> Math.max(x[i], x[i + 1])).toArray(),
                (x, g) -> new double[] {0, g[1], g[2], 0})),
        wrong(
            "linear interpolation with its weights swapped",
            normal(2),
            Opaque.scalar(x -> 0.3 * x[0] + 0.7 * x[1], x -> new double[] {0.7, 0.3})),
        wrong(
            "bilinear sample by its place, along y the difference along x",
            at(0.3, 0.6),
            Opaque.scalar(
                p -> (1 - p[0]) * (1 - p[1]) + 3 * p[0] * (1 - p[1]) + 7 * p[0] * p[1],
                p -> new double[] {2 + 5 * p[1], 2 + 5 * p[1]})),
        wrong(
            "Fourier transform's sine part, conjugated",
            awayFromZero(4),
            Opaque.vector(
                x -> new double[] {x[0] - x[2], x[3] - x[1]},
                (x, g) -> new double[] {g[0], g[1], -g[0], -g[1]})),
        wrong(
            "depthwise kernels exchanged between channels",
            rows(new double[] {1, 2}, new double[] {3, -1}),
            Rule.unary(
                x -> mul(x, Tensor.of(DType.F64, 2.0, 5)),
                (x, y, g) -> mul(g, Tensor.of(DType.F64, 5.0, 2)))));
  }

  private static ToDoubleFunction<double[]> ofSorted(ToDoubleFunction<double[]> f) {
    return x -> f.applyAsDouble(Arrays.stream(x).sorted().toArray());
  }

  private static final Tensor LAST_TWO = Tensor.of(DType.F64, 0.0, 1, 1);

  private static final Tensor LOWER =
      Tensor.ofRows(
          DType.F64, new double[] {1, 0, 0}, new double[] {1, 1, 0}, new double[] {1, 1, 1});

  /** {@code yᵢ = x[to(i)]}, pulled back as if it were {@code x[wrong(i)]}. */
  private static PlantedBug moved(String name, IntUnaryOperator to, IntUnaryOperator wrong) {
    return wrong(
        name,
        normal(4),
        Opaque.vector(
            x -> IntStream.range(0, 4).mapToDouble(i -> x[to.applyAsInt(i)]).toArray(),
            (x, g) -> {
              double[] back = new double[4];
              for (int i = 0; i < 4; i++) {
                back[wrong.applyAsInt(i)] += g[i];
              }
              return back;
            }));
  }

  private static double[] runningSum(double[] x) {
    double[] y = x.clone();
    Arrays.parallelPrefix(y, Double::sum);
    return y;
  }

  private static double[] runningProduct(double[] x) {
    double[] y = x.clone();
    Arrays.parallelPrefix(y, (a, b) -> a * b);
    return y;
  }

  private static double[] quotients(double[] x, double[] g) {
    double[] y = runningProduct(x);
    double[] all = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = i; j < x.length; j++) {
        all[i] += g[j] * y[j] / x[i];
      }
    }
    return all;
  }

  private static Tensor row(Tensor x, int index) {
    return slice(x, 0, index, index + 1);
  }

  /** Returns a [1, 1, 2, 2] image with a border of zeros. */
  private static Tensor padded(Tensor g) {
    double[] v = Opaque.numbers(g);
    return Tensor.of(
        DType.F64,
        Shape.of(1, 1, 4, 4),
        0.0,
        0,
        0,
        0,
        0,
        v[0],
        v[1],
        0,
        0,
        v[2],
        v[3],
        0,
        0,
        0,
        0,
        0);
  }

  /** Returns a [1, 1, 2, 2] kernel turned by half. */
  private static Tensor turned(Tensor k) {
    double[] v = Opaque.numbers(k);
    return Tensor.of(DType.F64, k.shape(), v[3], v[2], v[1], v[0]);
  }

  private static Tensor enlarged(Tensor g) {
    double[] v = Opaque.numbers(g);
    double[] all = new double[16];
    Arrays.setAll(all, i -> v[i / 8 * 2 + i % 4 / 2]);
    return Tensor.of(DType.F64, Shape.of(1, 1, 4, 4), all);
  }
}
