package io.github.wengert.ops.check;

import static io.github.wengert.ops.Ops.add;
import static io.github.wengert.ops.Ops.div;
import static io.github.wengert.ops.Ops.exp;
import static io.github.wengert.ops.Ops.matmul;
import static io.github.wengert.ops.Ops.meanKeepingAxes;
import static io.github.wengert.ops.Ops.mul;
import static io.github.wengert.ops.Ops.sigmoid;
import static io.github.wengert.ops.Ops.softmax;
import static io.github.wengert.ops.Ops.square;
import static io.github.wengert.ops.Ops.stopGradient;
import static io.github.wengert.ops.Ops.sub;
import static io.github.wengert.ops.Ops.sum;
import static io.github.wengert.ops.Ops.sumKeepingAxes;
import static io.github.wengert.ops.Ops.tanh;
import static io.github.wengert.ops.Ops.transpose;
import static io.github.wengert.ops.check.PlantedBug.wrong;
import static io.github.wengert.ops.check.Points.all;
import static io.github.wengert.ops.check.Points.at;
import static io.github.wengert.ops.check.Points.normal;
import static io.github.wengert.ops.check.Points.uniform;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Wrong gradients of layers and losses: normalizations, softmax, attention, recurrences. */
final class LayerBugs {
  private LayerBugs() {}

  private static final double EPS = 1e-2;

  static List<PlantedBug> normalizations() {
    return List.of(
        normalized("layer norm without the mean's term", g -> g, true),
        normalized(
            "layer norm without the variance's term", g -> sub(g, meanKeepingAxes(g, 1)), false),
        wrong(
            "layer norm that divides by the variance",
            normal(2, 4),
            Rule.unary(
                LayerBugs::layerNorm,
                (x, y, g) -> div(projected(y, g), add(Ops.varianceKeepingAxes(x, 1), EPS)))),
        wrong(
            "layer norm with ε outside of the root in the derivative",
            normal(2, 4),
            Rule.unary(
                LayerBugs::layerNorm,
                (x, y, g) ->
                    div(projected(y, g), add(Ops.sqrt(Ops.varianceKeepingAxes(x, 1)), EPS)))),
        wrong(
            "layer norm with n − 1 in the variance's term",
            normal(2, 4),
            Rule.unary(
                LayerBugs::layerNorm,
                (x, y, g) ->
                    div(
                        sub(
                            sub(g, meanKeepingAxes(g, 1)),
                            mul(y, div(sumKeepingAxes(mul(g, y), 1), 3))),
                        deviation(x)))),
        wrong(
            "root mean square norm without the projection",
            normal(2, 4),
            Rule.unary(
                x -> div(x, Ops.sqrt(add(meanKeepingAxes(square(x), 1), EPS))),
                (x, y, g) -> div(g, Ops.sqrt(add(meanKeepingAxes(square(x), 1), EPS))))),
        wrong(
            "batch norm in training with the gradient of inference",
            normal(5, 3),
            Rule.unary(
                x -> div(sub(x, meanKeepingAxes(x, 0)), Ops.stdKeepingAxes(x, 0)),
                (x, y, g) -> div(g, Ops.stdKeepingAxes(x, 0)))),
        wrong(
            "batch norm whose scale is forgotten on the way back",
            all(normal(5, 3), uniform(0.5, 0.8, 3)),
            Rule.binary(
                (x, w) -> mul(batchNorm(x), w),
                (x, w, g) -> batchNormBack(x, g),
                (x, w, g) -> sum(mul(g, batchNorm(x)), 0))),
        wrong(
            "batch norm's scale with the input instead of the normalized",
            all(normal(5, 3), uniform(0.5, 0.8, 3)),
            Rule.binary(
                (x, w) -> mul(batchNorm(x), w),
                (x, w, g) -> batchNormBack(x, mul(g, w)),
                (x, w, g) -> sum(mul(g, x), 0))),
        wrong(
            "standard deviation over n − 1 with the gradient over n",
            normal(5),
            Rule.unary(
                x -> Ops.sampleStd(x),
                (x, y, g) -> mul(div(sub(x, Ops.mean(x)), mul(Ops.sampleStd(x), 5)), g))),
        wrong(
            "standard deviation without the ½ of the root",
            normal(5),
            Rule.unary(
                x -> Ops.std(x),
                (x, y, g) -> mul(div(sub(x, Ops.mean(x)), mul(Ops.std(x), 2.5)), g))),
        wrong(
            "variance around a mean held fixed at 0",
            normal(5),
            Rule.unary(x -> Ops.variance(x), (x, y, g) -> mul(mul(x, 0.4), g))),
        wrong(
            "mean detached in the middle: x less its frozen mean",
            normal(4),
            xs -> square(sub(xs.getFirst(), stopGradient(Ops.mean(xs.getFirst()))))));
  }

  static List<PlantedBug> softmaxes() {
    return List.of(
        wrong(
            "softmax along the other axis in the pullback",
            normal(3, 3),
            Rule.unary(
                x -> softmax(x, 1),
                (x, y, g) -> {
                  Tensor p = softmax(x, 0);
                  return mul(p, sub(g, sumKeepingAxes(mul(g, p), 0)));
                })),
        wrong(
            "softmax with the plain sum of the cotangent",
            normal(2, 4),
            Rule.unary(x -> softmax(x, 1), (x, y, g) -> mul(y, sub(g, sumKeepingAxes(g, 1))))),
        wrong(
            "log-softmax that subtracts the mean",
            normal(2, 4),
            Rule.unary(x -> Ops.logSoftmax(x, 1), (x, y, g) -> sub(g, meanKeepingAxes(g, 1)))),
        wrong(
            "weighted log-sum-exp without the weights in its derivative",
            normal(3),
            Rule.unary(
                x -> Ops.logSumExp(add(x, Ops.log(Tensor.of(DType.F64, 0.2, 0.3, 1.5)))),
                (x, y, g) -> mul(softmax(x, 0), g))),
        wrong(
            "softmax of temperature 2, not divided",
            normal(2, 3),
            Rule.unary(
                x -> softmax(div(x, 2), 1),
                (x, y, g) -> mul(y, sub(g, sumKeepingAxes(mul(g, y), 1))))),
        wrong(
            "masked softmax whose mask leaks: −10 for −∞",
            normal(4),
            Rule.unary(
                x -> softmax(add(x, Tensor.of(DType.F64, 0, -1e9, 0, 0.0)), 0),
                (x, y, g) -> {
                  Tensor p = softmax(add(x, Tensor.of(DType.F64, 0, -10, 0, 0.0)), 0);
                  return mul(p, sub(g, sum(mul(g, p))));
                })),
        wrong(
            "attention without 1/√d on the way back",
            all(normal(2, 4), normal(2, 4)),
            Rule.binary(
                (q, k) -> mul(matmul(q, transpose(k)), 0.5),
                (q, k, g) -> matmul(g, k),
                (q, k, g) -> mul(matmul(transpose(g), q), 0.5))),
        wrong(
            "attention scores that stop at the queries",
            all(normal(2, 3), normal(2, 3)),
            xs ->
                matmul(
                    softmax(matmul(stopGradient(xs.get(0)), transpose(xs.get(1))), 1), xs.get(0))),
        wrong(
            "entropy of a softmax with p held fixed",
            normal(4),
            xs -> {
              Tensor p = softmax(xs.getFirst(), 0);
              return sum(mul(stopGradient(p), Ops.logSoftmax(xs.getFirst(), 0)));
            }));
  }

  static List<PlantedBug> recurrences() {
    return List.of(
        wrong(
            "recurrent net truncated after two steps",
            all(normal(3), uniform(0.5, 0.9, 1)),
            xs -> {
              Tensor h = tanh(xs.get(0));
              for (int step = 0; step < 4; step++) {
                h = tanh(mul(step == 2 ? stopGradient(h) : h, xs.get(1)));
              }
              return h;
            }),
        wrong(
            "gated unit: z for 1 − z on the way back",
            all(normal(3), normal(3)),
            Rule.binary(
                (z, h) -> mul(sub(1, sigmoid(z)), h),
                (z, h, g) -> mul(mul(g, h), mul(sigmoid(z), sub(sigmoid(z), 1))),
                (z, h, g) -> mul(g, sigmoid(z)))),
        wrong(
            "long short-term memory without the way through its cell",
            all(normal(3), normal(3)),
            xs -> {
              Tensor cell = mul(sigmoid(xs.get(0)), xs.get(1));
              Tensor next = add(stopGradient(cell), mul(tanh(xs.get(0)), 0.5));
              return mul(sigmoid(xs.get(1)), tanh(next));
            }),
        wrong(
            "Euler's steps of an equation, adjoint with a step too few",
            uniform(0.2, 0.8, 3),
            Opaque.elementwise(
                v -> {
                  double y = v;
                  for (int i = 0; i < 10; i++) {
                    y += 0.1 * y * (1 - y);
                  }
                  return y;
                },
                v -> {
                  double y = v;
                  double slope = 1;
                  for (int i = 0; i < 10; i++) {
                    slope *= i == 0 ? 1 : 1 + 0.1 * (1 - 2 * y);
                    y += 0.1 * y * (1 - y);
                  }
                  return slope;
                })),
        wrong(
            "fixed point of y = ½ sin y + x with the slope of one step",
            normal(3),
            Opaque.elementwise(
                v -> {
                  double y = v;
                  for (int i = 0; i < 200; i++) {
                    y = 0.5 * Math.sin(y) + v;
                  }
                  return y;
                },
                v -> 1)),
        wrong(
            "highway: the carried part detached",
            normal(4),
            xs -> {
              Tensor x = xs.getFirst();
              Tensor gate = sigmoid(x);
              return add(mul(gate, tanh(x)), mul(sub(1, gate), stopGradient(x)));
            }),
        wrong(
            "checkpoint recomputed with another constant",
            normal(3),
            Rule.unary(
                x -> tanh(mul(x, 1.25)),
                (x, y, g) -> mul(mul(g, sub(1, square(tanh(mul(x, 1.2))))), 1.25))));
  }

  static List<PlantedBug> losses() {
    return List.of(
        wrong(
            "smoothed labels forgotten in the derivative",
            normal(2, 3),
            Rule.unary(
                x -> sum(mul(Ops.logSoftmax(x, 1), div(add(LABELS, 0.05), -1.15))),
                (x, y, g) -> mul(sub(softmax(x, 1), LABELS), g))),
        wrong(
            "class weights divided by the batch instead of their sum",
            normal(2, 3),
            Rule.unary(
                x -> div(sum(mul(Ops.logSoftmax(x, 1), mul(LABELS, WEIGHTS))), -3.5),
                (x, y, g) ->
                    mul(div(mul(sub(softmax(x, 1), LABELS), Ops.matmul(LABELS, COLUMN)), 2), g))),
        wrong(
            "ignored label counted in the mean on the way back",
            normal(2, 3),
            Rule.unary(
                x -> Ops.neg(sum(mul(Ops.logSoftmax(x, 1), FIRST_ONLY))),
                (x, y, g) ->
                    mul(
                        mul(sub(softmax(x, 1), FIRST_ONLY), Tensor.ofRows(DType.F64, ONE, ZERO)),
                        div(g, 2)))),
        wrong(
            "multi-class hinge that gives its own class −1, not the count",
            at(0.3, 0.5, 0.1),
            Opaque.scalar(
                s -> Math.max(0, s[1] - s[0] + 1) + Math.max(0, s[2] - s[0] + 1),
                s -> new double[] {-1, 1, 1})),
        wrong(
            "triplet loss: the negative pulled instead of pushed",
            all(normal(3), normal(3)),
            Rule.binary(
                (p, n) -> sub(sum(square(p)), sum(square(n))),
                (p, n, g) -> mul(mul(p, 2), g),
                (p, n, g) -> mul(mul(n, 2), g))),
        wrong(
            "contrastive loss with its temperature on one side only",
            normal(1, 3),
            Rule.unary(
                x -> sub(Ops.logSumExp(div(x, 0.1)), div(Ops.slice(x, 1, 0, 1), 0.1)),
                (x, y, g) -> {
                  Tensor own = Tensor.ofRows(DType.F64, new double[] {1, 0, 0});
                  return mul(sub(div(softmax(div(x, 0.1), 1), 0.1), own), sum(g));
                })),
        wrong(
            "dice loss with its denominator held fixed",
            uniform(0.2, 0.8, 4),
            xs -> {
              Tensor p = xs.getFirst();
              return div(sum(mul(p, TRUTH)), stopGradient(add(sum(p), sum(TRUTH))));
            }),
        wrong(
            "mean of squared errors over all, divided by the rows only",
            normal(3, 2),
            Rule.unary(x -> Ops.mean(square(x)), (x, y, g) -> mul(mul(x, 2.0 / 3), g))),
        wrong(
            "root of the mean of squares without the root's derivative",
            normal(4),
            Rule.unary(x -> Ops.sqrt(Ops.mean(square(x))), (x, y, g) -> mul(div(x, 4), g))),
        wrong(
            "variational term ½(μ² + s² − log s² − 1) by s without −1/s",
            all(normal(3), uniform(0.5, 2, 3)),
            Rule.binary(
                (m, s) -> mul(sub(sub(add(square(m), square(s)), Ops.log(square(s))), 1), 0.5),
                (m, s, g) -> mul(g, m),
                (m, s, g) -> mul(g, s))),
        wrong(
            "reparameterized sample whose noise is scaled by σ, log σ expected",
            all(normal(3), normal(3)),
            Rule.binary(
                (m, ls) -> add(m, mul(exp(ls), Tensor.of(DType.F64, 0.3, -1.2, 0.8))),
                (m, ls, g) -> g,
                (m, ls, g) -> mul(g, Tensor.of(DType.F64, 0.3, -1.2, 0.8)))),
        wrong(
            "dropout not scaled up on the way back",
            normal(4),
            Rule.unary(
                x -> mul(x, Tensor.of(DType.F64, 2.0, 0, 2, 2)),
                (x, y, g) -> mul(g, Tensor.of(DType.F64, 1.0, 0, 1, 1)))));
  }

  private static final double[] ONE = {1, 1, 1};
  private static final double[] ZERO = {0, 0, 0};
  private static final Tensor LABELS =
      Tensor.ofRows(DType.F64, new double[] {1, 0, 0}, new double[] {0, 0, 1});
  private static final Tensor FIRST_ONLY = Tensor.ofRows(DType.F64, new double[] {0, 1, 0}, ZERO);
  private static final Tensor WEIGHTS = Tensor.of(DType.F64, 0.5, 1, 3);
  private static final Tensor COLUMN =
      Tensor.ofRows(DType.F64, new double[] {0.5}, new double[] {1}, new double[] {3});
  private static final Tensor TRUTH = Tensor.of(DType.F64, 1.0, 0, 1, 0);

  private static PlantedBug normalized(
      String name, UnaryOperator<Tensor> centred, boolean projected) {
    return wrong(
        name,
        normal(2, 4),
        Rule.unary(
            LayerBugs::layerNorm,
            (x, y, g) -> {
              Tensor c = centred.apply(g);
              Tensor back = projected ? sub(c, mul(y, meanKeepingAxes(mul(g, y), 1))) : c;
              return div(back, deviation(x));
            }));
  }

  private static Tensor layerNorm(Tensor x) {
    return div(sub(x, meanKeepingAxes(x, 1)), deviation(x));
  }

  private static Tensor deviation(Tensor x) {
    return Ops.sqrt(add(Ops.varianceKeepingAxes(x, 1), EPS));
  }

  private static Tensor projected(Tensor y, Tensor g) {
    return sub(sub(g, meanKeepingAxes(g, 1)), mul(y, meanKeepingAxes(mul(g, y), 1)));
  }

  private static Tensor batchNorm(Tensor x) {
    return div(sub(x, meanKeepingAxes(x, 0)), Ops.stdKeepingAxes(x, 0));
  }

  private static Tensor batchNormBack(Tensor x, Tensor g) {
    Tensor y = batchNorm(x);
    Tensor centred = sub(sub(g, meanKeepingAxes(g, 0)), mul(y, meanKeepingAxes(mul(g, y), 0)));
    return div(centred, Ops.stdKeepingAxes(x, 0));
  }
}
