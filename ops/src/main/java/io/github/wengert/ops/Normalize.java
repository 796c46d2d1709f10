package io.github.wengert.ops;

import io.github.wengert.autograd.Autograd;
import io.github.wengert.autograd.Pullback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = (x − m) / √(v + ε)} with the mean m and the biased variance v of each group; any
 * shape.
 *
 * <p>VJP: {@code x̄ = s (ȳ − mean(ȳ) − y mean(ȳ y))} with {@code s = 1 / √(v + ε)}, in one
 * operation: {@link Vjp}.
 *
 * <p>Two passes: the variance is computed from the differences, and the mean is subtracted in two
 * steps, rounded mean first and its rounding error second. A large mean therefore costs no digits.
 * Sources: Ioffe and Szegedy, Batch Normalization, 2015; Ba, Kiros and Hinton, Layer Normalization,
 * 2016.
 *
 * @param axes which elements are normalised together; a group has at least one element
 * @param eps ε, &gt; 0: keeps a group of equal elements, which becomes 0, from a division by 0
 */
record Normalize(NormalizedAxes axes, double eps) implements BuiltinOp {
  private static final String LAYER = "layerNorm";
  private static final String BATCH = "batchNorm";
  private static final NormalizedAxes CHANNELS = new NormalizedAxes(1, 2);

  /** Normalises over the last {@code axes} axes. */
  static Tensor layerNorm(Tensor x, int axes, double eps) {
    return normalize(LAYER, lastAxes(x, axes), x, eps);
  }

  /** Normalises over the last axes, as many as the weight has, then scales and shifts. */
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

  /** Normalises each channel of {@code [n, channels, ..]} by its own statistics. */
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

  /** Normalises each channel of {@code [n, channels, ..]} by the given statistics. */
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

  private static Tensor normalize(String operation, NormalizedAxes axes, Tensor x, double eps) {
    Attributes.requirePositive(operation, "eps", eps);
    if (axes.size(x.shape()) == 0) {
      throw new ShapeException(
          "%s: nothing to normalise: %s (0 elements < 1)".formatted(operation, x.shape()));
    }
    return Autograd.apply(new Normalize(axes, eps), x);
  }

  @Override
  public String name() {
    return "normalize";
  }

  @Override
  public Shape shape(List<Tensor> inputs) {
    return inputs.getFirst().shape();
  }

  @Override
  public void compute(List<Tensor> inputs, Tensor out) {
    Tensor x = inputs.getFirst();
    Shape shape = x.shape();
    boolean overflowed =
        out.dtype()
            .kernels()
            .normalize(
                x.array(),
                axes.outer(shape),
                axes.count(shape),
                axes.inner(shape),
                eps,
                out.array());
    if (overflowed) {
      new OverflowedGroups(axes, eps, x).normalize(out);
    }
  }

  @Override
  public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
    return List.of(g -> Autograd.apply(new Vjp(axes, eps), inputs.getFirst(), g));
  }

  /** Returns {@code 1 / √(v + ε)} of each group. */
  Tensor scale(Tensor x) {
    return Ops.pow(Ops.add(axes.mean(Ops.square(axes.centred(x))), eps), -0.5);
  }

  /**
   * The pullback of {@link Normalize}, itself an operation: {@code h = s (g − mean(g) − n mean(g
   * n))}, with n the normalised x, s the reciprocal root of its variance, and the means those of
   * each group. Operands: x and the cotangent g, of one shape.
   *
   * <p>VJP, where {@code J(a)} stands for this operation at x and a: the map from g to h is its own
   * transpose, so {@code ḡ = J(h̄)}. With {@code a = mean(h̄ n)} and {@code b = mean(g n)}: {@code
   * x̄ = −s (c n + b J(h̄) + a h)}, where {@code c = s (mean(h̄ g) − mean(h̄) mean(g) − a b)}.
   * Since that may cancel, c is computed as {@code mean(J(h̄) h) / s + a b ε s³}, which is the
   * same, and h̄ and g less their means take their places in a and b.
   *
   * @param axes which elements are normalised together
   * @param eps what is added to the variance, &gt; 0
   */
  record Vjp(NormalizedAxes axes, double eps) implements BuiltinOp {
    @Override
    public String name() {
      return "normalizeVjp";
    }

    @Override
    public Shape shape(List<Tensor> inputs) {
      Shape x = inputs.get(0).shape();
      Shape g = inputs.get(1).shape();
      if (!x.equals(g)) {
        throw new ShapeException(
            "normalizeVjp: the cotangent has another shape than x: (%s ≠ %s)".formatted(g, x));
      }
      return x;
    }

    @Override
    public void compute(List<Tensor> inputs, Tensor out) {
      Shape shape = out.shape();
      boolean overflowed =
          out.dtype()
              .kernels()
              .normalizeVjp(
                  inputs.get(0).array(),
                  inputs.get(1).array(),
                  axes.outer(shape),
                  axes.count(shape),
                  axes.inner(shape),
                  eps,
                  out.array());
      if (overflowed) {
        new OverflowedGroups(axes, eps, inputs.get(0)).pullBack(inputs.get(1), out);
      }
    }

    @Override
    public List<@Nullable Pullback<Tensor>> vjp(List<Tensor> inputs, Tensor output) {
      Tensor x = inputs.get(0);
      Tensor g = inputs.get(1);
      return List.of(u -> byX(x, g, output, u), u -> Autograd.apply(this, x, u));
    }

    private Tensor byX(Tensor x, Tensor g, Tensor h, Tensor u) {
      Normalize normalize = new Normalize(axes, eps);
      Tensor n = Autograd.apply(normalize, x);
      Tensor s = normalize.scale(x);
      Tensor a = axes.mean(Ops.mul(axes.centred(u), n));
      Tensor b = axes.mean(Ops.mul(axes.centred(g), n));
      Tensor j = Autograd.apply(this, x, u);
      Tensor c =
          Ops.add(
              Ops.div(axes.mean(Ops.mul(j, h)), s),
              Ops.mul(Ops.mul(a, b), Ops.mul(Ops.mul(Ops.square(s), eps), s)));
      Tensor sum = Ops.add(Ops.add(times(c, n), times(b, j)), times(a, h));
      return Ops.neg(times(s, sum));
    }

    private Tensor times(Tensor numbers, Tensor x) {
      return Ops.mul(axes.expand(numbers, x.shape()), x);
    }
  }
}
