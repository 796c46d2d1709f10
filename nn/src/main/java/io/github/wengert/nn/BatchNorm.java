package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.github.wengert.ops.BatchNormalized;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;

/**
 * Batch normalisation of axis 1: {@code y = w (x − mean) / √(variance + ε) + b}, with one mean,
 * variance, w and b for each channel: {@code [n, channels, ..] → [n, channels, ..]}.
 *
 * <p>In {@link Training}, mean and (biased) variance are those of the batch, over all axes but 1,
 * and the running statistics, which are {@linkplain #buffers() buffers}, follow when the scope
 * ends: {@code running ← (1 − momentum) running + momentum batch}, with the batch's unbiased
 * variance. In evaluation, mean and variance are the running ones.
 *
 * <p>The parameters are named {@code weight} and {@code bias} behind the layer's name, the buffers
 * {@code running_mean} and {@code running_var}. Source: Ioffe and Szegedy, Batch Normalization,
 * 2015.
 */
public final class BatchNorm implements Layer {
  private static final String KIND = "batchNorm";

  private final String name;
  private final int channels;
  private final double momentum;
  private final double eps;
  private final ImmutableList<Parameter> affine;
  private final Parameter runningMean;
  private final Parameter runningVariance;

  private BatchNorm(Builder builder) {
    Shape shape = Shape.of(builder.channels);
    this.name = builder.name;
    this.channels = builder.channels;
    this.momentum = builder.momentum;
    this.eps = builder.eps;
    this.affine =
        builder.affine
            ? ImmutableList.of(
                NormParameters.weight(name, shape, builder.dtype),
                NormParameters.bias(name, shape, builder.dtype))
            : ImmutableList.of();
    this.runningMean =
        Parameter.of(
            NormParameters.qualified(name, "running_mean"),
            ParameterRole.STATE,
            Tensor.zeros(builder.dtype, shape));
    this.runningVariance =
        Parameter.of(
            NormParameters.qualified(name, "running_var"),
            ParameterRole.STATE,
            Tensor.ones(builder.dtype, shape));
  }

  /**
   * Returns a new layer of type {@link DType#F32} with weights 1, biases 0, running means 0 and
   * running variances 1, momentum 0.1 and {@code ε = 1e-5}.
   *
   * @param name the prefix of the parameters' names, such as {@code "layers.1"}; may be empty
   * @param channels the extent of axis 1, at least 1
   * @throws LayerException if {@code channels} is below 1
   */
  public static BatchNorm of(String name, int channels) {
    return builder(name, channels).build();
  }

  /**
   * Returns a builder for a layer that differs from {@link #of} in some way.
   *
   * @throws LayerException if {@code channels} is below 1
   */
  public static Builder builder(String name, int channels) {
    requireNonNull(name, "batchNorm: name must not be null");
    return new Builder(name, channels);
  }

  /** Returns the running mean of each channel, {@code [channels]}. */
  public Parameter runningMean() {
    return runningMean;
  }

  /** Returns the running variance of each channel, {@code [channels]}. */
  public Parameter runningVariance() {
    return runningVariance;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code x} has another number of channels or element type,
   *     or, in training, fewer than two elements in a channel
   */
  @Override
  public Tensor apply(Tensor x) {
    requireInput(x.shape());
    NormParameters.requireType(title(), x, runningMean);
    Tensor normalized =
        Training.current(title())
            .map(training -> train(training, x))
            .orElseGet(() -> Ops.batchNorm(x, runningMean, runningVariance, eps));
    return affine.isEmpty()
        ? normalized
        : Ops.scaleShift(normalized, affine.get(0), affine.get(1), 1);
  }

  private Tensor train(Training training, Tensor x) {
    BatchNormalized batch = Ops.batchNorm(x, eps);
    follow(training, runningMean, batch.mean());
    follow(training, runningVariance, batch.variance());
    return batch.values();
  }

  private void follow(Training training, Parameter running, Tensor batch) {
    training.afterwards(
        running, latest -> Ops.add(Ops.mul(latest, 1 - momentum), Ops.mul(batch, momentum)));
  }

  private void requireInput(Shape input) {
    if (input.rank() < 2) {
      throw new LayerException(
          "%s: the input must have the axes [n, channels, ..]: %s (%d axes < 2)"
              .formatted(title(), input, input.rank()));
    }
    if (input.size(1) != channels) {
      throw new LayerException(
          "%s: the input has another number of channels: input %s (%d ≠ %d)"
              .formatted(title(), input, input.size(1), channels));
    }
  }

  private String title() {
    return NormParameters.title(KIND, name);
  }

  /** Returns weight and bias; nothing if the layer was made without them. */
  @Override
  public List<Parameter> parameters() {
    return affine;
  }

  /** Returns the running mean and the running variance. */
  @Override
  public List<Parameter> buffers() {
    return List.of(runningMean, runningVariance);
  }

  @Override
  public String label() {
    return "BatchNorm(" + channels + ")";
  }

  @Override
  public boolean keepsShape() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    requireInput(input);
    return input;
  }

  /** Returns the label and the name, such as {@code BatchNorm(16) "layers.1"}. */
  @Override
  public String toString() {
    return label() + " \"" + name + "\"";
  }

  /** Configures a layer; made by {@link BatchNorm#builder}. */
  public static final class Builder {
    private final String name;
    private final int channels;
    private DType dtype = DType.F32;
    private double momentum = 0.1;
    private double eps = 1e-5;
    private boolean affine = true;

    private Builder(String name, int channels) {
      Affine.requirePositive(KIND, name, "channels", channels);
      this.name = name;
      this.channels = channels;
    }

    /** Takes the element type, instead of {@link DType#F32}. */
    public Builder dtype(DType dtype) {
      requireNonNull(dtype, "batchNorm: dtype must not be null");
      this.dtype = dtype;
      return this;
    }

    /**
     * Takes the share of the new batch in the running statistics, instead of 0.1.
     *
     * @param momentum a fraction for each step, in [0, 1]
     * @throws LayerException if it is out of range
     */
    public Builder momentum(double momentum) {
      if (!(momentum >= 0 && momentum <= 1)) {
        throw new LayerException(
            "%s: the momentum is out of range: (%s not in [0, 1])"
                .formatted(NormParameters.title(KIND, name), momentum));
      }
      this.momentum = momentum;
      return this;
    }

    /**
     * Takes what is added to a variance, instead of 1e-5.
     *
     * @param eps ε, in (0, ∞)
     * @throws LayerException if it is out of range
     */
    public Builder eps(double eps) {
      NormParameters.requireEps(KIND, name, eps);
      this.eps = eps;
      return this;
    }

    /** Gives the layer weight and bias, which is the default, or not. */
    public Builder affine(boolean affine) {
      this.affine = affine;
      return this;
    }

    /** Returns the layer. */
    public BatchNorm build() {
      return new BatchNorm(this);
    }
  }
}
