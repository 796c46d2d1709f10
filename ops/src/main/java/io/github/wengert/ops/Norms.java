package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import java.util.List;

/** What the facade does before, between and behind the operations of a normalisation. */
final class Norms {
  private static final String LAYER = "layerNorm";
  private static final String BATCH = "batchNorm";
  private static final NormalizedAxes CHANNELS = new NormalizedAxes(1, 2);

  private Norms() {}

  static Tensor layerNorm(Tensor x, int axes, double eps) {
    return normalize(LAYER, lastAxes(x, axes), x, eps);
  }

  static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    DType.common(LAYER, Nulls.operands(LAYER, x, weight, bias));
    NormalizedAxes rows = lastAxes(x, weight.rank());
    NormalizedAxes positions = new NormalizedAxes(rows.to(), x.rank());
    positions.requireOneEach(LAYER, x.shape(), "weight", weight);
    positions.requireOneEach(LAYER, x.shape(), "bias", bias);
    Tensor normalized = normalize(LAYER, rows, x, eps);
    return Autograd.apply(new ScaleShift(positions), normalized, weight, bias);
  }

  private static NormalizedAxes lastAxes(Tensor x, int axes) {
    if (axes < 1 || axes > x.rank()) {
      throw new ShapeException(
          "layerNorm: there is no such number of axes: the last %d of %s (%d not in [1, %d])"
              .formatted(axes, x.shape(), axes, x.rank()));
    }
    return new NormalizedAxes(0, x.rank() - axes);
  }

  static BatchNormalized batchNorm(Tensor x, double eps) {
    requireChannels(x);
    int size = CHANNELS.size(x.shape());
    if (size < 2) {
      throw new ShapeException(
          "batchNorm: too few elements for a variance: each channel of %s (%d elements < 2)"
              .formatted(x.shape(), size));
    }
    Tensor values = normalize(BATCH, CHANNELS, x, eps);
    NormalizedAxes.Moments moments = CHANNELS.moments(x);
    Tensor unbiased = BranchMasks.of(moments.variance(), biased -> biased * size / (size - 1));
    return new BatchNormalized(values, moments.mean(), unbiased);
  }

  static Tensor batchNorm(Tensor x, Tensor mean, Tensor variance, double eps) {
    Nulls.operands(BATCH, x, mean, variance);
    requireChannels(x);
    DType.common(BATCH, List.of(x, mean, variance));
    CHANNELS.requireOneEach(BATCH, x.shape(), "mean", mean);
    CHANNELS.requireOneEach(BATCH, x.shape(), "variance", variance);
    Attributes.requirePositive(BATCH, "eps", eps);
    requireNotNegative(variance);
    Tensor scale = Ops.pow(Ops.add(variance, eps), -0.5);
    Tensor shift = Ops.neg(Ops.mul(mean, scale));
    return Autograd.apply(new ScaleShift(CHANNELS), x, scale, shift);
  }

  /** Refuses negative variances. NaN passes, so that its origin can be traced from the result. */
  private static void requireNotNegative(Tensor variance) {
    for (int i = 0; i < variance.elements(); i++) {
      if (variance.get(i) < 0) {
        throw new AttributeException(
            "batchNorm: a variance must not be negative: channel %d of %s (%s < 0)"
                .formatted(i, variance.shape(), variance.get(i)));
      }
    }
  }

  private static void requireChannels(Tensor x) {
    if (x.rank() < 2) {
      throw new ShapeException(
          "batchNorm: the axes must be [n, channels, ..]: %s (%d axes < 2)"
              .formatted(x.shape(), x.rank()));
    }
  }

  private static Tensor normalize(String operation, NormalizedAxes groups, Tensor x, double eps) {
    Attributes.requirePositive(operation, "eps", eps);
    if (groups.size(x.shape()) == 0) {
      throw new ShapeException(
          "%s: nothing to normalise: %s (0 elements < 1)".formatted(operation, x.shape()));
    }
    return Autograd.apply(new Normalize(groups, eps), x);
  }

  static Tensor scaleShift(Tensor x, Tensor weight, Tensor bias, int axis) {
    DType.common("scaleShift", Nulls.operands("scaleShift", x, weight, bias));
    int from = x.shape().axis("scaleShift", axis);
    int to = from + weight.rank();
    if (to > x.rank()) {
      throw new ShapeException(
          "scaleShift: the weight has more axes than there are: x %s from axis %d on, weight %s (%d > %d)"
              .formatted(x.shape(), from, weight.shape(), weight.rank(), x.rank() - from));
    }
    return Autograd.apply(new ScaleShift(new NormalizedAxes(from, to)), x, weight, bias);
  }
}
