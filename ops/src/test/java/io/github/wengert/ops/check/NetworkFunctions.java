package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.slice;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.MorePoints.scaled;
import static io.github.wengert.ops.check.MoreRules.binary;
import static io.github.wengert.ops.check.MoreRules.unary;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.rows;
import static io.github.wengert.ops.check.RightFunction.firstOrder;
import static io.github.wengert.ops.check.RightFunction.rough;
import static io.github.wengert.ops.check.RightFunction.smooth;

import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Pool2dOptions;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** Right networks, from one unit to twelve layers. */
final class NetworkFunctions {
  private NetworkFunctions() {}

  static List<RightFunction> networks() {
    return List.of(
        smooth(
            "recurrent net of 20 steps",
            all(normal(2, 2), normal(3, 2), normal(2)),
            xs -> recurrent(xs, 20)),
        rough(
            "recurrent net with growing states",
            all(scaled(2, normal(2, 2)), normal(3, 2), normal(2)),
            xs -> recurrent(xs, 10)),
        smooth(
            "gated recurrent unit",
            all(normal(2, 6), normal(2, 6), normal(1, 2)),
            NetworkFunctions::gated),
        smooth(
            "attention of three tokens",
            all(normal(3, 2), normal(3, 2), normal(3, 2)),
            xs -> attention(xs, 1)),
        rough(
            "attention, almost one-hot",
            all(normal(3, 2), normal(3, 2), normal(3, 2)),
            xs -> attention(xs, 15)),
        smooth(
            "softmax by temperature",
            all(normal(4), at(0.5)),
            binary((x, t) -> Ops.softmax(div(x, t), 0))),
        smooth(
            "softmax by temperature of 1e8",
            all(normal(4), at(1e8)),
            binary((x, t) -> Ops.softmax(div(x, t), 0))),
        smooth(
            "convolution of one pixel",
            all(normal(1, 1, 1, 1), normal(1, 1, 3, 3)),
            binary((x, w) -> Ops.conv2d(x, w, Conv2dOptions.DEFAULT.withPadding(1)))),
        smooth(
            "strided convolution of two images",
            all(normal(2, 2, 3, 3), normal(1, 2, 2, 2)),
            binary((x, w) -> tanh(Ops.conv2d(x, w, Conv2dOptions.DEFAULT.withStride(2))))),
        smooth(
            "convolution of pixels of 1e-20",
            all(scaled(1e-20, normal(1, 1, 2, 2)), normal(1, 1, 2, 2)),
            binary((x, w) -> Ops.conv2d(x, w, Conv2dOptions.DEFAULT))),
        smooth(
            "average pooling",
            normal(1, 1, 4, 4),
            unary(x -> exp(Ops.avgPool2d(x, Pool2dOptions.of(2))))),
        smooth(
            "batch norm of two samples", normal(2, 3), unary(x -> Ops.batchNorm(x, 1e-5).values())),
        smooth(
            "residual net of 12 layers",
            all(normal(2), scaled(0.3, normal(2, 2))),
            binary(NetworkFunctions::residual)),
        smooth(
            "perceptron with gelu, silu and softplus",
            all(normal(2, 3), normal(3, 3), normal(3, 2)),
            NetworkFunctions::mixed),
        smooth(
            "cross-entropy of logits of 1e4",
            rows(new double[] {1e4, 1e4 - 1, 0}),
            unary(x -> Losses.crossEntropy(x, Indices.of(1)))),
        firstOrder(
            "binary cross-entropy of logits of ±50",
            at(50, -50, 0.1),
            unary(x -> Losses.binaryCrossEntropy(x, Tensor.of(DType.F64, 0, 1, 1), Reduction.SUM))),
        smooth("sigmoid of a sum of 300", scaled(0.1, normal(300)), unary(x -> sigmoid(sum(x)))));
  }

  private static Tensor recurrent(List<Tensor> xs, int steps) {
    Tensor state = reshape(xs.get(2), 1, 2);
    for (int i = 0; i < steps; i++) {
      Tensor input = slice(xs.get(1), 0, i % 3, i % 3 + 1);
      state = tanh(add(matmul(state, xs.get(0)), input));
    }
    return state;
  }

  private static Tensor gated(List<Tensor> xs) {
    Tensor state = xs.get(2);
    Tensor input = Tensor.ofRows(DType.F64, new double[] {0.3, -1});
    for (int i = 0; i < 4; i++) {
      Tensor w = matmul(input, xs.get(0));
      Tensor u = matmul(state, xs.get(1));
      Tensor reset = sigmoid(add(slice(w, 1, 0, 2), slice(u, 1, 0, 2)));
      Tensor update = sigmoid(add(slice(w, 1, 2, 4), slice(u, 1, 2, 4)));
      Tensor next = tanh(add(slice(w, 1, 4, 6), mul(reset, slice(u, 1, 4, 6))));
      state = add(mul(update, state), mul(sub(1, update), next));
    }
    return state;
  }

  private static Tensor attention(List<Tensor> xs, double sharpness) {
    Tensor scores = mul(matmul(xs.get(0), transpose(xs.get(1))), sharpness / Math.sqrt(2));
    return matmul(Ops.softmax(scores, 1), xs.get(2));
  }

  private static Tensor residual(Tensor x, Tensor w) {
    Tensor y = reshape(x, 1, 2);
    for (int i = 0; i < 12; i++) {
      y = add(y, tanh(matmul(y, w)));
    }
    return y;
  }

  private static Tensor mixed(List<Tensor> xs) {
    Tensor hidden = Ops.gelu(matmul(xs.get(0), xs.get(1)));
    return Ops.softplus(matmul(Ops.silu(hidden), xs.get(2)));
  }
}
