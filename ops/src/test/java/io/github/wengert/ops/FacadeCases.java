package io.github.wengert.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * For every function of the facades that returns a tensor: a point at which its gradient is
 * checked, away from kinks. This is where a new operation gets its case.
 */
final class FacadeCases {
  /** A function at a point. */
  record FacadeCase(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {}

  private final Map<String, FacadeCase> cases = new LinkedHashMap<>();

  /** Returns the cases by the signature of the function. */
  static Map<String, FacadeCase> all() {
    FacadeCases builder = new FacadeCases();
    builder.arithmetic();
    builder.activations();
    builder.reductions();
    builder.norms();
    builder.shapes();
    builder.losses();
    builder.labelLosses();
    builder.images();
    return builder.cases;
  }

  private void add(String signature, Function<List<Tensor>, Tensor> function, Tensor... inputs) {
    if (cases.put(signature, new FacadeCase(function, List.of(inputs))) != null) {
      throw new IllegalArgumentException(signature + " has two cases");
    }
  }

  private void images() {
    Tensor x = Samples.spread(60, 2, 2, 4, 5);
    Tensor weight = Samples.smooth(61, 3, 2, 2, 3);
    Conv2dOptions options = Conv2dOptions.DEFAULT.withStride(new Size2d(2, 1)).withPadding(1);
    add(
        "conv2d(Tensor, Tensor, Conv2dOptions)",
        xs -> Ops.conv2d(xs.get(0), xs.get(1), options),
        x,
        weight);
    add(
        "conv2d(Tensor, Tensor, Tensor, Conv2dOptions)",
        xs -> Ops.conv2d(xs.get(0), xs.get(1), xs.get(2), options),
        x,
        weight,
        Samples.smooth(62, 3));
    Pool2dOptions pooling = Pool2dOptions.of(2).withStride(new Size2d(2, 1)).withPadding(1);
    add("maxPool2d(Tensor, Pool2dOptions)", xs -> Ops.maxPool2d(xs.get(0), pooling), x);
    add("avgPool2d(Tensor, Pool2dOptions)", xs -> Ops.avgPool2d(xs.get(0), pooling), x);
    add(
        "avgPool2d(Tensor, Pool2dOptions, boolean)",
        xs -> Ops.avgPool2d(xs.get(0), pooling, false),
        x);
  }

  private void arithmetic() {
    Tensor a = Samples.spread(1, 2, 3);
    Tensor row = Samples.positive(2, 3);
    Tensor column = Samples.positive(3, 2, 1);
    add("add(Tensor, Tensor)", xs -> Ops.add(xs.get(0), xs.get(1)), a, row);
    add("add(Tensor, double)", xs -> Ops.add(xs.get(0), 2), a);
    add("sub(Tensor, Tensor)", xs -> Ops.sub(xs.get(0), xs.get(1)), column, a);
    add("sub(Tensor, double)", xs -> Ops.sub(xs.get(0), 2), a);
    add("sub(double, Tensor)", xs -> Ops.sub(2, xs.get(0)), a);
    add("mul(Tensor, Tensor)", xs -> Ops.mul(xs.get(0), xs.get(1)), row, column);
    add("mul(Tensor, double)", xs -> Ops.mul(xs.get(0), 2), a);
    add("div(Tensor, Tensor)", xs -> Ops.div(xs.get(0), xs.get(1)), a, column);
    add("div(Tensor, double)", xs -> Ops.div(xs.get(0), 3), a);
    add("div(double, Tensor)", xs -> Ops.div(3, xs.get(0)), a);
    add("neg(Tensor)", xs -> Ops.neg(xs.get(0)), a);
    Tensor one = Tensor.of(DType.F64, 0.05);
    add("maximum(Tensor, Tensor)", xs -> Ops.maximum(xs.get(0), xs.get(1)), a, one);
    add("minimum(Tensor, Tensor)", xs -> Ops.minimum(xs.get(0), xs.get(1)), a, one);
    add("max(double, Tensor)", xs -> Ops.max(0, xs.get(0)), a);
    add("min(double, Tensor)", xs -> Ops.min(0.1, xs.get(0)), a);
    add("pow(Tensor, Tensor)", xs -> Ops.pow(xs.get(0), xs.get(1)), row, a);
    add("pow(Tensor, double)", xs -> Ops.pow(xs.get(0), 2.5), row);
    add("square(Tensor)", xs -> Ops.square(xs.get(0)), a);
    add("sqrt(Tensor)", xs -> Ops.sqrt(xs.get(0)), row);
    add("abs(Tensor)", xs -> Ops.abs(xs.get(0)), a);
    add("exp(Tensor)", xs -> Ops.exp(xs.get(0)), a);
    add("expm1(Tensor)", xs -> Ops.expm1(xs.get(0)), a);
    add("log(Tensor)", xs -> Ops.log(xs.get(0)), row);
    add("log1p(Tensor)", xs -> Ops.log1p(xs.get(0)), row);
    add("erf(Tensor)", xs -> Ops.erf(xs.get(0)), a);
    add("normalCdf(Tensor)", xs -> Ops.normalCdf(xs.get(0)), a);
    add("clamp(Tensor, double, double)", xs -> Ops.clamp(xs.get(0), -0.5, 0.65), a);
    Tensor condition = Tensor.of(DType.F64, Shape.of(2, 1), 1.0, 0.0);
    add("where(Tensor, Tensor, Tensor)", xs -> Ops.where(condition, xs.get(0), xs.get(1)), a, row);
    add("to(Tensor, DType)", xs -> Ops.to(xs.get(0), DType.F64), a);
    add("custom(Primitive, Tensor[])", xs -> Ops.custom(new Mul(), xs.get(0), xs.get(1)), a, a);
    add(
        "matmul(Tensor, Tensor)",
        xs -> Ops.matmul(xs.get(0), xs.get(1)),
        Samples.smooth(4, 2, 1, 3, 4),
        Samples.smooth(5, 5, 4, 2));
    add(
        "matmul(Tensor, Tensor, boolean, boolean)",
        xs -> Ops.matmul(xs.get(0), xs.get(1), true, true),
        Samples.smooth(6, 4, 3),
        Samples.smooth(7, 2, 4));
    add(
        "linear(Tensor, Tensor, Tensor)",
        xs -> Ops.linear(xs.get(0), xs.get(1), xs.get(2)),
        Samples.smooth(8, 4, 3),
        Samples.smooth(9, 2, 3),
        Samples.smooth(10, 2));
    add(
        "linear(Tensor, Tensor, Tensor, FusedActivation)",
        xs -> Ops.linear(xs.get(0), xs.get(1), xs.get(2), FusedActivation.TANH),
        Samples.smooth(8, 4, 3),
        Samples.smooth(9, 2, 3),
        Samples.smooth(10, 2));
  }

  private void activations() {
    Tensor x = Samples.spread(11, 3, 4);
    add("sigmoid(Tensor)", xs -> Ops.sigmoid(xs.get(0)), x);
    add("tanh(Tensor)", xs -> Ops.tanh(xs.get(0)), x);
    add("relu(Tensor)", xs -> Ops.relu(xs.get(0)), x);
    add("leakyRelu(Tensor, double)", xs -> Ops.leakyRelu(xs.get(0), 0.2), x);
    add("prelu(Tensor, Tensor)", xs -> Ops.prelu(xs.get(0), xs.get(1)), x, Samples.positive(12, 4));
    add("elu(Tensor, double)", xs -> Ops.elu(xs.get(0), 0.8), x);
    add("gelu(Tensor)", xs -> Ops.gelu(xs.get(0)), x);
    add("geluTanh(Tensor)", xs -> Ops.geluTanh(xs.get(0)), x);
    add("softplus(Tensor)", xs -> Ops.softplus(xs.get(0)), x);
    add("softplus(Tensor, double, double)", xs -> Ops.softplus(xs.get(0), 2, 20), x);
    add("silu(Tensor)", xs -> Ops.silu(xs.get(0)), x);
    add("logSigmoid(Tensor)", xs -> Ops.logSigmoid(xs.get(0)), x);
    add("maxout(Tensor, int)", xs -> Ops.maxout(xs.get(0), 2), x);
    add("softmax(Tensor, int)", xs -> Ops.softmax(xs.get(0), -1), x);
    add("logSoftmax(Tensor, int)", xs -> Ops.logSoftmax(xs.get(0), 0), x);
  }

  private void reductions() {
    Tensor x = Samples.spread(13, 2, 3, 4);
    add("sum(Tensor, int[])", xs -> Ops.sum(xs.get(0), 0, -1), x);
    add("sumKeepingAxes(Tensor, int[])", xs -> Ops.sumKeepingAxes(xs.get(0), 1), x);
    add("mean(Tensor, int[])", xs -> Ops.mean(xs.get(0)), x);
    add("meanKeepingAxes(Tensor, int[])", xs -> Ops.meanKeepingAxes(xs.get(0), 2), x);
    add("max(Tensor, int[])", xs -> Ops.max(xs.get(0), 0, 2), x);
    add("maxKeepingAxes(Tensor, int[])", xs -> Ops.maxKeepingAxes(xs.get(0), 1), x);
    add("min(Tensor, int[])", xs -> Ops.min(xs.get(0), -1), x);
    add("minKeepingAxes(Tensor, int[])", xs -> Ops.minKeepingAxes(xs.get(0)), x);
    add("prod(Tensor, int[])", xs -> Ops.prod(xs.get(0), 0, 2), x);
    add("prodKeepingAxes(Tensor, int[])", xs -> Ops.prodKeepingAxes(xs.get(0), 1), x);
    add("norm(Tensor, int[])", xs -> Ops.norm(xs.get(0), 0, 2), x);
    add("normKeepingAxes(Tensor, int[])", xs -> Ops.normKeepingAxes(xs.get(0), 1), x);
    add("logSumExp(Tensor, int[])", xs -> Ops.logSumExp(xs.get(0), 1), x);
    add("logSumExpKeepingAxes(Tensor, int[])", xs -> Ops.logSumExpKeepingAxes(xs.get(0), 0, 2), x);
    add("variance(Tensor, int[])", xs -> Ops.variance(xs.get(0), 0, 2), x);
    add("varianceKeepingAxes(Tensor, int[])", xs -> Ops.varianceKeepingAxes(xs.get(0)), x);
    add("sampleVariance(Tensor, int[])", xs -> Ops.sampleVariance(xs.get(0), 1), x);
    add(
        "sampleVarianceKeepingAxes(Tensor, int[])",
        xs -> Ops.sampleVarianceKeepingAxes(xs.get(0), 0, 1),
        x);
    add("std(Tensor, int[])", xs -> Ops.std(xs.get(0), 0, 2), x);
    add("stdKeepingAxes(Tensor, int[])", xs -> Ops.stdKeepingAxes(xs.get(0)), x);
    add("sampleStd(Tensor, int[])", xs -> Ops.sampleStd(xs.get(0), 1), x);
    add("sampleStdKeepingAxes(Tensor, int[])", xs -> Ops.sampleStdKeepingAxes(xs.get(0), 0, 1), x);
    add("maxAt(Tensor, int)", xs -> Ops.maxAt(xs.get(0), 1).values(), x);
    add("minAt(Tensor, int)", xs -> Ops.minAt(xs.get(0), -1).values(), x);
  }

  private void norms() {
    Tensor x = Samples.smooth(25, 3, 2, 2);
    Tensor weight = Samples.smooth(26, 2);
    Tensor bias = Samples.smooth(27, 2);
    Tensor variance = Samples.positive(28, 2);
    add("layerNorm(Tensor, int, double)", xs -> Ops.layerNorm(xs.get(0), 2, 0.01), x);
    add(
        "layerNorm(Tensor, Tensor, Tensor, double)",
        xs -> Ops.layerNorm(xs.get(0), xs.get(1), xs.get(2), 0.1),
        Samples.smooth(29, 2, 3),
        Samples.smooth(30, 3),
        Samples.smooth(31, 3));
    add("batchNorm(Tensor, double)", xs -> Ops.batchNorm(xs.get(0), 0.01).values(), x);
    add(
        "batchNorm(Tensor, Tensor, Tensor, double)",
        xs -> Ops.batchNorm(xs.get(0), xs.get(1), xs.get(2), 0.01),
        x,
        weight,
        variance);
    add(
        "scaleShift(Tensor, Tensor, Tensor, int)",
        xs -> Ops.scaleShift(xs.get(0), xs.get(1), xs.get(2), 1),
        x,
        weight,
        bias);
  }

  private void shapes() {
    Tensor x = Samples.smooth(14, 2, 3, 4);
    add("reshape(Tensor, Shape)", xs -> Ops.reshape(xs.get(0), Shape.of(6, 4)), x);
    add("reshape(Tensor, int[])", xs -> Ops.reshape(xs.get(0), 4, -1), x);
    add("flatten(Tensor, int)", xs -> Ops.flatten(xs.get(0), 1), x);
    add("expandDims(Tensor, int)", xs -> Ops.expandDims(xs.get(0), -1), x);
    add("squeeze(Tensor, int)", xs -> Ops.squeeze(xs.get(0), 1), Samples.smooth(15, 2, 1));
    add("transpose(Tensor)", xs -> Ops.transpose(xs.get(0)), x);
    add("transpose(Tensor, int, int)", xs -> Ops.transpose(xs.get(0), 0, 2), x);
    add("permute(Tensor, int[])", xs -> Ops.permute(xs.get(0), 1, -1, 0), x);
    add(
        "broadcastTo(Tensor, Shape)",
        xs -> Ops.broadcastTo(xs.get(0), Shape.of(2, 3)),
        Samples.smooth(16, 3));
    add(
        "concat(List, int)",
        xs -> Ops.concat(List.of(xs.get(0), xs.get(1), xs.get(0)), 1),
        Samples.smooth(17, 2, 3),
        Samples.smooth(18, 2, 1));
    add(
        "concat(int, Tensor[])",
        xs -> Ops.concat(1, xs.get(0), xs.get(1), xs.get(0)),
        Samples.smooth(17, 2, 3),
        Samples.smooth(18, 2, 1));
    add("stack(int, Tensor[])", xs -> Ops.stack(-1, xs.get(0), xs.get(0)), x);
    add("stack(List, int)", xs -> Ops.stack(List.of(xs.get(0), xs.get(0)), -1), x);
    add("slice(Tensor, int, int, int)", xs -> Ops.slice(xs.get(0), -1, 1, -1), x);
    add("slice(Tensor, int, int, int, int)", xs -> Ops.slice(xs.get(0), 2, 0, 4, 3), x);
    Indices indices = Indices.of(Shape.of(2, 2), 1, 0, 1, 1);
    add("indexSelect(Tensor, int, Indices)", xs -> Ops.indexSelect(xs.get(0), 1, indices), x);
    add("embedding(Tensor, Indices)", xs -> Ops.embedding(xs.get(0), indices), x);
    add(
        "gather(Tensor, int, Indices)",
        xs -> Ops.gather(xs.get(0), 0, indices),
        Samples.smooth(19, 2, 3));
    add("stopGradient(Tensor)", xs -> Ops.mul(xs.get(0), constant(xs.get(0))), x);
  }

  /** A constant made through stopGradient that, unlike its argument, does not move with it. */
  private static Tensor constant(Tensor x) {
    return Ops.stopGradient(Ops.mul(x, 0));
  }

  private void losses() {
    Tensor x = Samples.spread(20, 2, 3);
    Tensor t = Samples.positive(21, 2, 3);
    // Differences lead out of the range of probabilities, so these are made of any numbers.
    add(
        "crossEntropy(Tensor, Tensor, Reduction)",
        xs -> Losses.crossEntropy(xs.get(0), Ops.softmax(xs.get(1), 1), Reduction.MEAN),
        x,
        t);
    add(
        "binaryCrossEntropy(Tensor, Tensor, Reduction)",
        xs -> Losses.binaryCrossEntropy(xs.get(0), Ops.sigmoid(xs.get(1)), Reduction.SUM),
        x,
        t);
    add(
        "binaryCrossEntropy(Tensor, Tensor, Tensor, Reduction)",
        xs ->
            Losses.binaryCrossEntropy(
                xs.get(0), Ops.sigmoid(xs.get(1)), Ops.exp(xs.get(2)), Reduction.NONE),
        x,
        t,
        Samples.spread(23, 3));
    Tensor signs = Tensor.of(DType.F64, Shape.of(2, 3), 1.0, -1.0, 1.0, -1.0, 1.0, -1.0);
    add(
        "hinge(Tensor, Tensor, Reduction)",
        xs -> Losses.hinge(xs.get(0), signs, Reduction.MEAN),
        x);
    add(
        "mse(Tensor, Tensor, Reduction)",
        xs -> Losses.mse(xs.get(0), xs.get(1), Reduction.MEAN),
        x,
        t);
    add(
        "l1(Tensor, Tensor, Reduction)",
        xs -> Losses.l1(xs.get(0), xs.get(1), Reduction.SUM),
        x,
        t);
    add(
        "huber(Tensor, Tensor, double, Reduction)",
        xs -> Losses.huber(xs.get(0), xs.get(1), 0.9, Reduction.NONE),
        x,
        t);
    add(
        "klDivergence(Tensor, Tensor, Reduction)",
        xs -> Losses.klDivergence(xs.get(0), Ops.softplus(xs.get(1)), Reduction.SUM),
        x,
        t);
  }

  private void labelLosses() {
    Tensor logits = Samples.spread(24, 4, 3);
    Indices labels = Indices.of(2, 0, 1, 1);
    add("crossEntropy(Tensor, Indices)", xs -> Losses.crossEntropy(xs.get(0), labels), logits);
    CrossEntropyOptions options =
        CrossEntropyOptions.DEFAULT
            .withLabelSmoothing(0.1)
            .withClassWeights(Tensor.of(DType.F64, 0.5, 1.0, 2.0))
            .withIgnoredLabel(0);
    add(
        "crossEntropy(Tensor, Indices, CrossEntropyOptions)",
        xs -> Losses.crossEntropy(xs.get(0), labels, options),
        logits);
    add(
        "nll(Tensor, Indices, Reduction)",
        xs -> Losses.nll(xs.get(0), labels, Reduction.MEAN),
        logits);
    add(
        "multiMargin(Tensor, Indices, int, double, Reduction)",
        xs -> Losses.multiMargin(xs.get(0), labels, 2, 1, Reduction.SUM),
        logits);
  }
}
