package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.broadcastTo;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.sumKeepingAxes;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.PlantedBug.nonfinite;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.Function;

/** Wrong pullbacks of products, reductions, broadcasts and selections. */
final class ArrayBugs {
  private ArrayBugs() {}

  static List<PlantedBug> products() {
    return List.of(
        wrong(
            "matmul with a transpose missing for a",
            all(normal(3, 3), normal(3, 3)),
            Rule.binary(
                Ops::matmul, (a, b, g) -> matmul(g, b), (a, b, g) -> matmul(transpose(a), g))),
        wrong(
            "matmul with a transpose missing for b",
            all(normal(3, 3), normal(3, 3)),
            Rule.binary(
                Ops::matmul, (a, b, g) -> matmul(g, transpose(b)), (a, b, g) -> matmul(a, g))),
        wrong(
            "matmul with the factors of the gradient swapped",
            all(normal(2, 2), normal(2, 2)),
            Rule.binary(
                Ops::matmul,
                (a, b, g) -> matmul(transpose(b), g),
                (a, b, g) -> matmul(transpose(a), g))),
        wrong("bias: first row instead of the sum", biased(), bias(g -> row(g, 0))),
        wrong("bias: mean instead of the sum", biased(), bias(g -> Ops.mean(g, 0))),
        wrong("bias: sum over the wrong axis", all(normal(3, 3), normal(3)), bias(g -> sum(g, 1))),
        wrong(
            "prelu's slope without the sum over the batch",
            all(rows(new double[] {-1}, new double[] {-2}, new double[] {1.5}), at(0.25)),
            Rule.binary(
                Ops::prelu,
                (x, slope, g) -> Ops.where(positive(x), g, mul(g, slope)),
                (x, slope, g) -> row(Ops.where(positive(x), mul(x, 0), mul(g, x)), 0))),
        wrong(
            "weight decay applied twice",
            normal(4),
            Rule.unary(
                w -> add(square(w), mul(square(w), 0.05)),
                (w, y, g) -> mul(g, add(mul(w, 2), mul(w, 4 * 0.05))))),
        wrong(
            "convolution with the kernel not flipped",
            all(normal(5), normal(3)),
            Rule.of(
                xs -> correlate(xs.get(0), xs.get(1)),
                (xs, y, g) -> correlate(padded(g, 2), xs.get(1)),
                (xs, y, g) -> correlate(xs.get(0), g))),
        wrong(
            "permutation undone by itself instead of by its inverse",
            normal(2, 2, 2),
            Rule.unary(x -> Ops.permute(x, 1, 2, 0), (x, y, g) -> Ops.permute(g, 1, 2, 0))));
  }

  static List<PlantedBug> reductions() {
    return List.of(
        wrong(
            "mean with the n of the wrong axis",
            normal(2, 5),
            Rule.unary(
                x -> Ops.mean(x, 0),
                (x, y, g) -> div(broadcastTo(g, x.shape()), x.shape().size(1)))),
        wrong(
            "mean with the gradient of a sum",
            normal(2, 3),
            Rule.unary(x -> Ops.mean(x), (x, y, g) -> broadcastTo(g, x.shape()))),
        wrong(
            "sum with the gradient of a mean",
            normal(2, 3),
            Rule.unary(x -> sum(x), (x, y, g) -> div(broadcastTo(g, x.shape()), x.elements()))),
        wrong(
            "sum broadcast along the wrong axis",
            normal(3, 3),
            Rule.unary(x -> sum(x, 0), (x, y, g) -> broadcastTo(Ops.reshape(g, 3, 1), x.shape()))),
        wrong(
            "softmax without its off-diagonal",
            normal(2, 3),
            Rule.unary(x -> Ops.softmax(x, 1), (x, y, g) -> mul(g, mul(y, sub(1, y))))),
        wrong(
            "softmax with its sum over the wrong axis",
            normal(2, 3),
            Rule.unary(
                x -> Ops.softmax(x, 1), (x, y, g) -> mul(y, sub(g, sumKeepingAxes(mul(g, y), 0))))),
        wrong(
            "log-softmax without the projection",
            normal(2, 3),
            Rule.unary(x -> Ops.logSoftmax(x, 1), (x, y, g) -> sub(g, exp(y)))),
        nonfinite(
            "log-sum-exp without the maximum in its derivative",
            at(1000, 999, -1000),
            Rule.unary(x -> Ops.logSumExp(x), (x, y, g) -> mul(g, div(exp(x), sum(exp(x)))))),
        wrong(
            "cross-entropy not divided by the batch",
            normal(4, 3),
            Rule.unary(
                x -> div(sum(Ops.logSumExp(x, 1)), 4), (x, y, g) -> mul(g, Ops.softmax(x, 1)))),
        wrong(
            "batch norm: variance without the term of the mean",
            normal(5),
            Rule.unary(
                ArrayBugs::standardized,
                (x, y, g) -> div(sub(g, mul(y, Ops.mean(mul(g, y)))), Ops.sqrt(Ops.variance(x))))),
        wrong(
            "batch norm: variance as a constant",
            normal(5),
            Rule.unary(
                ArrayBugs::standardized,
                (x, y, g) -> div(sub(g, Ops.mean(g)), Ops.sqrt(Ops.variance(x))))),
        wrong(
            "normalization without the projection",
            normal(4),
            Rule.unary(
                x -> div(x, Ops.sqrt(sum(square(x)))),
                (x, y, g) -> div(g, Ops.sqrt(sum(square(x)))))),
        wrong(
            "variance divided by n − 1 in the derivative only",
            normal(4),
            Rule.unary(
                x -> Ops.variance(x),
                (x, y, g) -> mul(g, mul(sub(x, Ops.mean(x)), 2.0 / (x.elements() - 1))))));
  }

  static List<PlantedBug> selections() {
    return List.of(
        wrong(
            "max gives the full gradient to each tie",
            at(1, 3, 3, 3),
            Rule.unary(x -> Ops.max(x), (x, y, g) -> mul(g, equal(x, y, 1)))),
        wrong(
            "max gives nothing to ties",
            rows(new double[] {2, 2, 1}, new double[] {1, 3, 2}),
            Rule.unary(
                x -> Ops.max(x, 1),
                (x, y, g) ->
                    mul(
                        Ops.reshape(g, 2, 1),
                        Tensor.ofRows(DType.F64, new double[] {0, 0, 0}, new double[] {0, 1, 0})))),
        wrong(
            "maximum of ties: 0.9 to each side",
            all(at(1, 2, 3), at(1, 2, 0)),
            Rule.binary(
                Ops::maximum,
                (a, b, g) -> mul(g, Tensor.of(DType.F64, 0.9, 0.9, 1)),
                (a, b, g) -> mul(g, Tensor.of(DType.F64, 0.9, 0.9, 0)))),
        wrong(
            "argmax treated as differentiable",
            normal(4),
            Rule.unary(
                x -> Tensor.of(DType.F64, (double) Ops.argmax(x, 0).get(0)),
                (x, y, g) -> mul(broadcastTo(g, x.shape()), x))),
        wrong(
            "max pooling sends the gradient to the first of the window",
            rows(new double[] {1, 2}, new double[] {4, 3}),
            Rule.unary(
                x -> Ops.max(x, 1),
                (x, y, g) ->
                    mul(
                        Ops.reshape(g, 2, 1),
                        Tensor.ofRows(DType.F64, new double[] {1, 0}, new double[] {1, 0})))),
        wrong(
            "embedding overwrites repeated rows",
            normal(3, 2),
            Rule.unary(
                table -> Ops.embedding(table, Indices.of(1, 2, 1)), (table, y, g) -> scattered(g))),
        wrong(
            "concatenation with the slices swapped",
            all(normal(2), normal(2)),
            Rule.of(
                xs -> Ops.concat(xs, 0),
                (xs, y, g) -> slice(g, 0, 2, 4),
                (xs, y, g) -> slice(g, 0, 0, 2))),
        wrong(
            "slice written back one element off",
            normal(4),
            Rule.unary(x -> slice(x, 0, 1, 3), (x, y, g) -> Ops.concat(List.of(g, mul(g, 0)), 0))),
        wrong(
            "where with its branches swapped",
            all(normal(4), normal(4)),
            Rule.binary(
                (a, b) -> Ops.where(positive(Tensor.of(DType.F64, 1, -1, 1, -1.0)), a, b),
                (a, b, g) -> mul(g, Tensor.of(DType.F64, 0.0, 1, 0, 1)),
                (a, b, g) -> mul(g, Tensor.of(DType.F64, 1.0, 0, 1, 0)))));
  }

  private static Points biased() {
    return all(normal(3, 4), normal(4));
  }

  /** {@code y = x + b}, b repeated for each row. */
  private static Function<List<Tensor>, Tensor> bias(Function<Tensor, Tensor> rule) {
    return Rule.binary(Ops::add, (x, b, g) -> g, (x, b, g) -> rule.apply(g));
  }

  private static Tensor row(Tensor x, int index) {
    return Ops.squeeze(slice(x, 0, index, index + 1), 0);
  }

  private static Tensor positive(Tensor x) {
    return Rule.map(x, v -> v > 0 ? 1 : 0);
  }

  private static Tensor equal(Tensor x, Tensor y, double weight) {
    double value = y.item();
    return Rule.map(x, v -> v == value ? weight : 0);
  }

  private static Tensor standardized(Tensor x) {
    return div(sub(x, Ops.mean(x)), Ops.sqrt(Ops.variance(x)));
  }

  /** {@code yᵢ = Σⱼ xᵢ₊ⱼ kⱼ}. */
  private static Tensor correlate(Tensor x, Tensor k) {
    int extent = x.elements() - k.elements() + 1;
    Tensor y = mul(slice(x, 0, 0, extent), slice(k, 0, 0, 1));
    for (int j = 1; j < k.elements(); j++) {
      y = add(y, mul(slice(x, 0, j, j + extent), slice(k, 0, j, j + 1)));
    }
    return y;
  }

  private static Tensor padded(Tensor x, int by) {
    Tensor zeros = Tensor.of(DType.F64, new double[by]);
    return Ops.concat(List.of(zeros, x, zeros), 0);
  }

  private static Tensor scattered(Tensor g) {
    return Ops.concat(List.of(mul(row2(g, 0), 0), row2(g, 2), row2(g, 1)), 0);
  }

  private static Tensor row2(Tensor g, int index) {
    return slice(g, 0, index, index + 1);
  }
}
