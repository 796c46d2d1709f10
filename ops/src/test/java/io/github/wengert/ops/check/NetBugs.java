package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.meanKeepingAxes;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.neg;
import static io.github.wengert.ops.Ops.reshape;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.NetOperation.BIAS;
import static io.github.wengert.ops.check.NetOperation.CROSS_ENTROPY;
import static io.github.wengert.ops.check.NetOperation.ELU;
import static io.github.wengert.ops.check.NetOperation.GELU;
import static io.github.wengert.ops.check.NetOperation.LEAKY;
import static io.github.wengert.ops.check.NetOperation.MATMUL;
import static io.github.wengert.ops.check.NetOperation.MAX_POOL;
import static io.github.wengert.ops.check.NetOperation.MEAN_POOL;
import static io.github.wengert.ops.check.NetOperation.NORM;
import static io.github.wengert.ops.check.NetOperation.RESIDUAL;
import static io.github.wengert.ops.check.NetOperation.SIGMOID;
import static io.github.wengert.ops.check.NetOperation.SILU;
import static io.github.wengert.ops.check.NetOperation.SOFTPLUS;
import static io.github.wengert.ops.check.NetOperation.SQUARED_ERROR;
import static io.github.wengert.ops.check.NetOperation.TANH;
import static io.github.wengert.ops.check.SixLayers.CLASSIFIER;
import static io.github.wengert.ops.check.SixLayers.REGRESSION;
import static io.github.wengert.ops.check.SixLayers.SMALL;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** One wrong operation somewhere in a net of six layers. */
final class NetBugs {
  private NetBugs() {}

  static ImmutableList<NetBug> all() {
    return Stream.of(units(), moreUnits(), products(), norms(), joinsAndPools(), losses())
        .flatMap(List::stream)
        .collect(ImmutableList.toImmutableList());
  }

  static List<NetBug> units() {
    NetOperation linear = TANH.with((x, y, g) -> mul(g, sub(1, y)));
    NetOperation atOutput = TANH.with((x, y, g) -> mul(g, sub(1, square(Ops.tanh(y)))));
    NetOperation plus = SIGMOID.with((x, y, g) -> mul(g, mul(y, add(y, 1))));
    NetOperation ofOutput = SIGMOID.with((x, y, g) -> mul(g, mul(sigmoid(y), sub(1, sigmoid(y)))));
    NetOperation mirrored = SOFTPLUS.with((x, y, g) -> mul(g, sigmoid(neg(x))));
    NetOperation halfProduct = SILU.with((x, y, g) -> mul(g, sigmoid(x)));
    NetOperation noSlope = LEAKY.with((x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : 0)));
    NetOperation swapped = LEAKY.with((x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 0.1 : 1)));
    NetOperation noAlpha = ELU.with((x, y, g) -> mul(g, Rule.map(x, v -> v > 0 ? 1 : Math.exp(v))));
    NetOperation noDensity = GELU.with((x, y, g) -> mul(g, Ops.normalCdf(x)));
    return Cases.join(
        twice("tanh: 1 − y", linear, CLASSIFIER, 1, REGRESSION, 5),
        twice("tanh: derivative at the output", atOutput, SMALL, 3, REGRESSION, 1),
        twice("sigmoid: y (1 + y)", plus, CLASSIFIER, 2, REGRESSION, 4),
        twice("sigmoid of its output", ofOutput, SMALL, 5, CLASSIFIER, 3),
        twice("softplus: sigmoid of −x", mirrored, CLASSIFIER, 4, REGRESSION, 2),
        twice("silu without the product's second part", halfProduct, SMALL, 2, REGRESSION, 3),
        twice("leaky relu without its slope", noSlope, CLASSIFIER, 5, REGRESSION, 2),
        twice("leaky relu with its sides swapped", swapped, SMALL, 1, CLASSIFIER, 4),
        twice("elu without its α", noAlpha, CLASSIFIER, 3, REGRESSION, 5),
        twice("gelu without x times the density", noDensity, SMALL, 4, CLASSIFIER, 1));
  }

  static List<NetBug> moreUnits() {
    return List.of(
        bug("tanh with the wrong sign", CLASSIFIER, 5, TANH.changing(0, Ops::neg)),
        bug("tanh off by a percent", CLASSIFIER, 3, TANH.changing(0, g -> mul(g, 1.01))),
        bug("tanh off by 1e-3", REGRESSION, 3, TANH.changing(0, g -> mul(g, 1.001))),
        bug("tanh off by 1e-5", SMALL, 5, TANH.changing(0, g -> mul(g, 1 + 1e-5))),
        bug("tanh off by 3e-6", CLASSIFIER, 1, TANH.changing(0, g -> mul(g, 1 - 3e-6))),
        bug("sigmoid detached", CLASSIFIER, 4, SIGMOID.changing(0, g -> mul(g, 0))),
        bug(
            "softplus detached in its first row",
            SMALL,
            3,
            SOFTPLUS.changing(0, NetBugs::firstRowLost)),
        bug(
            "silu off by a tenth in its last column",
            REGRESSION,
            4,
            SILU.changing(0, NetBugs::lastColumnOff)),
        bug(
            "tanh wrong for negative inputs only",
            REGRESSION,
            5,
            TANH.with(
                (x, y, g) -> mul(mul(g, sub(1, square(y))), Rule.map(x, v -> v < 0 ? 0.95 : 1)))),
        bug(
            "sigmoid that loses gradients below 1e-2",
            CLASSIFIER,
            2,
            SIGMOID.changing(0, g -> Rule.map(g, v -> Math.abs(v) < 1e-2 ? 0 : v))),
        bug(
            "tanh that clips its cotangent at 1e-2",
            SMALL,
            1,
            TANH.with((x, y, g) -> mul(Ops.clamp(g, -1e-2, 1e-2), sub(1, square(y))))),
        bug(
            "tanh that adds 1e-4 to what it pulls back",
            REGRESSION,
            1,
            TANH.changing(0, g -> add(g, 1e-4))),
        bug(
            "gelu of plain numbers in half precision",
            SMALL,
            2,
            GELU.changing(
                0, g -> Rule.map(g, v -> Float.float16ToFloat(Float.floatToFloat16((float) v))))));
  }

  static List<NetBug> products() {
    return List.of(
        bug("product: weights' sign", CLASSIFIER, 1, MATMUL.changing(1, Ops::neg)),
        bug("product: weights' sign", REGRESSION, 6, MATMUL.changing(1, Ops::neg)),
        bug("product: weights halved", SMALL, 4, MATMUL.changing(1, g -> mul(g, 0.5))),
        bug("product: weights off by 1e-4", REGRESSION, 2, MATMUL.changing(1, g -> mul(g, 1.0001))),
        bug("product: input detached", CLASSIFIER, 5, MATMUL.changing(0, g -> mul(g, 0))),
        bug("product: input off by a tenth", REGRESSION, 4, MATMUL.changing(0, g -> mul(g, 0.9))),
        bug("product: input off by 1e-5", SMALL, 6, MATMUL.changing(0, g -> mul(g, 1 + 1e-5))),
        bug("product: first sample lost", CLASSIFIER, 2, MATMUL.changing(0, NetBugs::firstRowLost)),
        bug("product: last column off", REGRESSION, 5, MATMUL.changing(1, NetBugs::lastColumnOff)),
        bug(
            "product: weights not transposed",
            CLASSIFIER,
            3,
            MATMUL.with(0, (xs, y, g) -> matmul(g, xs.get(1)))),
        bug(
            "product: weights not transposed",
            REGRESSION,
            3,
            MATMUL.with(0, (xs, y, g) -> matmul(g, xs.get(1)))),
        bug(
            "product: gradient of the weights transposed",
            SMALL,
            3,
            MATMUL.with(1, (xs, y, g) -> matmul(transpose(g), xs.get(0)))),
        bug("bias: mean for sum", CLASSIFIER, 1, BIAS.with(1, (xs, y, g) -> Ops.mean(g, 0))),
        bug("bias: mean for sum", REGRESSION, 6, BIAS.with(1, (xs, y, g) -> Ops.mean(g, 0))),
        bug("bias: first sample only", SMALL, 3, BIAS.with(1, (xs, y, g) -> firstRow(g))),
        bug("bias: first sample only", REGRESSION, 2, BIAS.with(1, (xs, y, g) -> firstRow(g))),
        bug("bias: off by 1e-5", CLASSIFIER, 6, BIAS.changing(1, g -> mul(g, 1 + 1e-5))),
        bug("bias: what it passes on is scaled", SMALL, 5, BIAS.changing(0, g -> mul(g, 1.1))));
  }

  static List<NetBug> norms() {
    NetOperation noMean =
        NORM.with((x, y, g) ->
            div(sub(g, mul(y, meanKeepingAxes(mul(g, y), 1))), NetOperation.deviation(x)));
    NetOperation noVariance =
        NORM.with((x, y, g) -> div(sub(g, meanKeepingAxes(g, 1)), NetOperation.deviation(x)));
    NetOperation twiceDivided =
        NORM.with((x, y, g) ->
            div(
                sub(sub(g, meanKeepingAxes(g, 1)), mul(y, meanKeepingAxes(mul(g, y), 1))),
                square(NetOperation.deviation(x))));
    NetOperation otherEps =
        NORM.with((x, y, g) ->
            div(
                sub(sub(g, meanKeepingAxes(g, 1)), mul(y, meanKeepingAxes(mul(g, y), 1))),
                add(Ops.stdKeepingAxes(x, 1), NetOperation.EPS)));
    return Cases.join(
        twice("norm without the mean's term", noMean, CLASSIFIER, 2, REGRESSION, 4),
        twice("norm without the variance's term", noVariance, SMALL, 4, REGRESSION, 2),
        List.of(bug("norm divided by the variance", CLASSIFIER, 4, twiceDivided)),
        twice("norm with ε outside of the root", otherEps, SMALL, 2, REGRESSION, 4));
  }

  static List<NetBug> joinsAndPools() {
    return List.of(
        bug("residual: way around lost", CLASSIFIER, 3, RESIDUAL.changing(0, g -> mul(g, 0))),
        bug("residual: way around doubled", REGRESSION, 5, RESIDUAL.changing(0, g -> mul(g, 2))),
        bug("residual: way through lost", SMALL, 5, RESIDUAL.changing(1, g -> mul(g, 0))),
        bug(
            "residual: shared out in halves",
            REGRESSION,
            3,
            RESIDUAL.changing(0, g -> mul(g, 0.5)).changing(1, g -> mul(g, 0.5))),
        bug(
            "maximum of pairs: the first gets all",
            CLASSIFIER,
            1,
            MAX_POOL.with((x, y, g) -> NetOperation.spread(x, y, g, true))),
        bug(
            "maximum of pairs: both get all",
            REGRESSION,
            1,
            MAX_POOL.with(
                (x, y, g) -> reshape(NetOperation.twice(g), x.shape().size(0), x.shape().size(1)))),
        bug("mean of pairs as a sum", SMALL, 4, MEAN_POOL.changing(0, g -> mul(g, 2))),
        bug("mean of pairs over three", REGRESSION, 4, MEAN_POOL.changing(0, g -> div(g, 1.5))));
  }

  static List<NetBug> losses() {
    return List.of(
        bug(
            "cross-entropy not divided by the batch",
            CLASSIFIER,
            6,
            CROSS_ENTROPY.changing(0, g -> mul(g, 3))),
        bug(
            "cross-entropy without its labels",
            SMALL,
            6,
            CROSS_ENTROPY.with((x, y, g) -> mul(div(Ops.softmax(x, 1), x.shape().size(0)), g))),
        bug(
            "cross-entropy with smoothed labels on the way back",
            CLASSIFIER,
            6,
            CROSS_ENTROPY.with((x, y, g) ->
                mul(
                    div(
                        sub(Ops.softmax(x, 1), add(mul(NetOperation.labels(x), 0.97), 0.01)),
                        x.shape().size(0)),
                    g))),
        bug(
            "cross-entropy that ignores its cotangent's sign",
            SMALL,
            6,
            CROSS_ENTROPY.with((x, y, g) ->
                mul(
                    div(sub(Ops.softmax(x, 1), NetOperation.labels(x)), -x.shape().size(0)),
                    Ops.abs(g)))),
        bug(
            "squared error without its 2",
            REGRESSION,
            6,
            SQUARED_ERROR.changing(0, g -> mul(g, 0.5))),
        bug(
            "squared error divided by the rows only",
            REGRESSION,
            6,
            SQUARED_ERROR.changing(0, g -> mul(g, 5))),
        bug(
            "squared error that sees the magnitude",
            REGRESSION,
            6,
            SQUARED_ERROR.changing(0, g -> Ops.abs(stopGradient(g)))));
  }

  /** Returns the same wrong operation at a place in either of two nets. */
  private static List<NetBug> twice(
      String what,
      NetOperation wrong,
      SixLayers net,
      int layer,
      SixLayers otherNet,
      int otherLayer) {
    return List.of(bug(what, net, layer, wrong), bug(what, otherNet, otherLayer, wrong));
  }

  private static NetBug bug(String what, SixLayers net, int layer, NetOperation wrong) {
    SixLayers changed = net.with(layer, wrong);
    String kind =
        net.equals(CLASSIFIER) ? "classifier" : net.equals(SMALL) ? "small" : "regression";
    return new NetBug(
        "%s, layer %d of the %s net".formatted(what, layer, kind),
        wrong.nameAt(layer),
        changed::function,
        changed.points());
  }

  private static Tensor firstRow(Tensor g) {
    return Ops.squeeze(Ops.slice(g, 0, 0, 1), 0);
  }

  private static Tensor firstRowLost(Tensor g) {
    int[] position = {0};
    int columns = g.shape().size(1);
    return mul(g, Rule.map(g, v -> position[0]++ < columns ? 0 : 1));
  }

  private static Tensor lastColumnOff(Tensor g) {
    int[] position = {0};
    int columns = g.shape().size(1);
    return mul(g, Rule.map(g, v -> position[0]++ % columns == columns - 1 ? 1.1 : 1));
  }
}
