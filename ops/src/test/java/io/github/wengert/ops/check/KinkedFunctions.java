package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.relu;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.rough;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Right functions at, and beside, their kinks. */
final class KinkedFunctions {
  private KinkedFunctions() {}

  /** Elementwise functions with a kink at 0, by the library, which logs, and without a log. */
  private static final List<UnaryOperator<Tensor>> KINKED_AT_ZERO =
      List.of(
          Ops::relu,
          Ops::abs,
          x -> Ops.leakyRelu(x, 0.1),
          x -> Ops.elu(x, 0.5),
          x -> Ops.clamp(x, 0, 1),
          Rule.elementwise(v -> Math.max(v, 0), x -> Rule.map(x, v -> v > 0 ? 1 : 0)),
          Rule.elementwise(Math::abs, x -> Rule.map(x, Math::signum)),
          Rule.elementwise(
              v -> v > 0 ? 3 * v : -v * v,
              x -> add(Rule.map(x, v -> v > 0 ? 3 : 0), mul(Ops.min(0, x), -2))));

  private static final List<String> NAMES =
      List.of(
          "relu",
          "abs",
          "leakyRelu",
          "elu",
          "clamp",
          "unlogged relu",
          "unlogged abs",
          "unlogged mixture");

  static List<RightFunction> besideZero() {
    List<RightFunction> functions = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      UnaryOperator<Tensor> f = KINKED_AT_ZERO.get(i);
      String name = NAMES.get(i);
      functions.add(rough(name + " at 0", at(0.0, -0.0), xs -> f.apply(xs.getFirst())));
      functions.add(
          rough(
              name + " beside 0",
              at(1e-12, -1e-12, 1e-9, -1e-9, 1e-6, -1e-6, 1e-3),
              xs -> f.apply(xs.getFirst())));
      functions.add(
          rough(
              name + " beside 0, plus 1",
              at(0, 1e-12, -1e-12, 1e-9, -1e-9, 1e-6, -1e-6),
              xs -> add(f.apply(xs.getFirst()), 1)));
      functions.add(
          rough(
              name + " beside 0, summed, plus 1000",
              at(0, 1e-12, -1e-9, 1e-6, -1e-6),
              xs -> add(sum(f.apply(xs.getFirst())), 1e3)));
    }
    return functions;
  }

  static List<RightFunction> ties() {
    return List.of(
        rough("prelu at 0", all(at(0, 1, 0), at(0.25)), binary(Ops::prelu)),
        rough("clamp at its bounds", at(-1, 0.5, 2), unary(x -> Ops.clamp(x, -1, 2))),
        rough(
            "clamp beside its bounds",
            at(-1 - 1e-12, -1 + 1e-9, 2 - 1e-6, 2 + 1e-12),
            unary(x -> Ops.clamp(x, -1, 2))),
        rough("maximum of ties", all(at(1, 2, 3), at(1, 2, 3)), binary(Ops::maximum)),
        rough("minimum of ties", all(at(1, 2, 3), at(1, 2, 4)), binary(Ops::minimum)),
        rough(
            "maximum of near ties",
            all(at(1, 2, 3), at(1 + 1e-12, 2 - 1e-9, 3 + 1e-6)),
            binary(Ops::maximum)),
        rough("maximum of a tensor with itself", at(1, 2), unary(x -> Ops.maximum(x, x))),
        rough("max of three ties", at(3, 1, 3, 3), unary(x -> Ops.max(x))),
        rough(
            "max of rows with ties",
            rows(new double[] {2, 2, 1}, new double[] {0, 0, 0}),
            unary(x -> Ops.max(x, 1))),
        rough("min of three ties", at(1, 1, 3, 1), unary(x -> Ops.min(x))),
        rough(
            "maxAt with ties: all to the first", at(1, 3, 3), unary(x -> Ops.maxAt(x, 0).values())),
        rough(
            "maxout with ties",
            rows(new double[] {1, 1, 1, 2}, new double[] {0, 0, 5, 5}),
            unary(x -> Ops.maxout(x, 2))),
        rough(
            "max pooling of ties, unlogged",
            at(2, 2, 1, 3),
            Rule.unary(
                x -> Rule.pairs(x, Math::max),
                (x, y, g) ->
                    Ops.reshape(
                        mul(
                            Ops.reshape(g, 2, 1),
                            Ops.to(
                                Tensor.ofRows(
                                    DType.F64, new double[] {0.5, 0.5}, new double[] {0, 1}),
                                x.dtype())),
                        4))),
        rough("max of squares of ties", at(1, -1, 1), unary(x -> Ops.max(square(x)))),
        rough("relu of max of ties at 0", at(0, 0, -1), unary(x -> relu(Ops.max(x)))),
        rough("norm of order 1 at 0", at(0, 1, -1, 0), unary(x -> sum(Ops.abs(x)))),
        rough(
            "relu of a difference of ties",
            all(at(1, 2), at(1, 2)),
            binary((a, b) -> relu(sub(a, b)))));
  }

  static List<RightFunction> losses() {
    return List.of(
        rough(
            "hinge at the margin",
            at(1, -1, 0.5, 1 + 1e-9),
            unary(s ->
                Losses.hinge(
                    s, Ops.to(Tensor.of(DType.F64, 1, -1, 1, 1), s.dtype()), Reduction.MEAN))),
        rough(
            "huber at δ",
            at(1, -1, 1 + 1e-9, 0.2),
            unary(p -> Losses.huber(p, Tensor.zeros(p.dtype(), p.shape()), 1, Reduction.SUM))),
        rough(
            "multi-margin at 0",
            rows(new double[] {1, 0, 0.5}, new double[] {2, 1, 1}),
            unary(s -> Losses.multiMargin(s, Indices.of(0, 0), 1, 1, Reduction.SUM))),
        rough(
            "l1 of equal tensors",
            all(at(1, 2, 3), at(1, 2, 4)),
            binary((a, b) -> Losses.l1(a, b, Reduction.MEAN))),
        rough(
            "mse of equal tensors",
            all(at(1, 2, 3), at(1, 2, 4)),
            binary((a, b) -> Losses.mse(a, b, Reduction.MEAN))));
  }

  static List<RightFunction> secondDerivatives() {
    return List.of(
        rough("x|x| at 0", at(0, 0, 1), unary(x -> mul(x, Ops.abs(x)))),
        rough("relu² at 0", at(0, 0, 1e-9), unary(x -> square(relu(x)))),
        rough(
            "discontinuous second derivative, unlogged",
            at(0, 1e-9, -1),
            unary(Rule.elementwise(v -> v > 0 ? v * v : -v * v, x -> mul(Ops.abs(x), 2)))),
        rough("softplus at its threshold", at(10, 10 + 1e-9), unary(x -> Ops.softplus(x, 2, 20))));
  }

  static List<RightFunction> networks() {
    return List.of(
        rough("dead relus", all(normal(4, 3), normal(3, 5)), network(-100)),
        rough("pre-activations of exactly 0", all(at0(4, 3), normal(3, 5)), network(0)),
        rough(
            "some relus at 0",
            all(rows(new double[] {1, -1, 0}, new double[] {0, 0, 0}), ones(3, 5)),
            network(0)),
        rough("relu network away from kinks", all(normal(4, 3), normal(3, 5)), network(0.1)),
        rough(
            "maxout network with a tie",
            all(rows(new double[] {1, 2, 3}), ones(3, 4)),
            xs ->
                Losses.crossEntropy(
                    Ops.maxout(Ops.matmul(xs.get(0), xs.get(1)), 2), Indices.of(1))));
  }

  private static Points at0(int... extents) {
    return Points.mapped(v -> 0, normal(extents));
  }

  private static Points ones(int... extents) {
    return Points.mapped(v -> 1, normal(extents));
  }

  /** Cross-entropy of a relu layer with a bias. */
  private static Function<List<Tensor>, Tensor> network(double bias) {
    return xs -> {
      Tensor hidden = relu(add(Ops.matmul(xs.get(0), xs.get(1)), bias));
      int[] labels = new int[hidden.shape().size(0)];
      return Losses.crossEntropy(hidden, Indices.of(labels));
    };
  }

  private static Function<List<Tensor>, Tensor> unary(UnaryOperator<Tensor> f) {
    return xs -> f.apply(xs.getFirst());
  }

  private static Function<List<Tensor>, Tensor> binary(BinaryOperator<Tensor> f) {
    return xs -> f.apply(xs.get(0), xs.get(1));
  }
}
