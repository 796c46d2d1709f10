package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Conv2dOptions;
import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Size2d;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * A convolutional layer without activation, which applies each filter to each window of the image.
 *
 * <p>{@code [n, channels, height, width] → [n, filters, windows down, windows across]}. Source:
 * CS231n, Convolutional Neural Networks, "Convolutional Layer".
 *
 * <pre>{@code
 * Conv2d.builder(1, 6, 5).options(Conv2dOptions.DEFAULT.withPadding(2)).key(key).build()
 * }</pre>
 *
 * @param weight the filters, {@code [filters, channels / groups, kernel height, kernel width]}
 * @param bias {@code [filters]}
 * @param options how the filters slide
 */
public record Conv2d(Parameter weight, Parameter bias, Conv2dOptions options) implements Layer {
  private static final String KIND = "conv2d";

  /**
   * Makes a layer of existing parameters.
   *
   * @throws LayerException if their shapes or element types do not fit
   */
  public Conv2d {
    Affine.requirePresent(KIND, "weight", weight);
    Affine.requirePresent(KIND, "bias", bias);
    Affine.requirePresent(KIND, "options", options);
    if (weight.rank() != 4 || weight.elements() == 0) {
      throw new LayerException(
          "conv2d: a weight needs the axes [filters, channels / groups, height, width]: %s (%d axes, %d elements)"
              .formatted(weight.shape(), weight.rank(), weight.elements()));
    }
    requireMultiple(KIND, "filters", weight.shape().size(0), options.groups());
    if (bias.rank() != 1 || bias.elements() != weight.shape().size(0)) {
      throw new LayerException(
          "conv2d: one bias is needed for each filter: weight %s, bias %s (%d ≠ %d)"
              .formatted(weight.shape(), bias.shape(), weight.shape().size(0), bias.elements()));
    }
    if (weight.dtype() != bias.dtype()) {
      throw new LayerException(
          "conv2d: weight and bias differ in element type: (%s ≠ %s)"
              .formatted(weight.dtype(), bias.dtype()));
    }
    Affine.requireSpared(KIND, "bias", bias, ParameterRole.BIAS);
  }

  private static void requireMultiple(String title, String what, int count, int groups) {
    if (count % groups != 0) {
      throw new LayerException(
          "%s: the groups do not divide the %s: (%d is no multiple of %d)"
              .formatted(title, what, count, groups));
    }
  }

  /**
   * Returns a builder for a layer of square filters.
   *
   * @param channels the number of channels of the input, at least 1
   * @param filters the number of filters, at least 1
   * @param kernel the height and width of a filter, at least 1
   * @param key what the weights are a function of, together with their name
   */
  public static Builder builder(int channels, int filters, int kernel, Key key) {
    return builder(channels, filters, Size2d.of(kernel), key);
  }

  /**
   * Returns a builder for a layer.
   *
   * @param channels the number of channels of the input, at least 1
   * @param filters the number of filters, at least 1
   * @param kernel the height and width of a filter, at least 1
   * @param key what the weights are a function of, together with their name
   */
  public static Builder builder(int channels, int filters, Size2d kernel, Key key) {
    requireNonNull(kernel, "conv2d: kernel must not be null");
    requireNonNull(key, "conv2d: key must not be null");
    return new Builder(channels, filters, kernel, key);
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if {@code x} is no batch of images, or has other channels or another
   *     element type
   * @throws IllegalArgumentException if a filter is larger than the padded image
   */
  @Override
  public Tensor apply(Tensor x) {
    requireInput(x.shape());
    Affine.requireType(title(), "weight", x, weight);
    return Ops.conv2d(x, weight, bias, options);
  }

  private void requireInput(Shape input) {
    Images.require(title(), input);
    if (input.size(1) != channels()) {
      throw new LayerException(
          "%s: the input has another number of channels: input %s, weight %s, %d groups (%d ≠ %d)"
              .formatted(
                  title(), input, weight.shape(), options.groups(), input.size(1), channels()));
    }
  }

  private int channels() {
    return weight.shape().size(1) * options.groups();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  /** Returns channels, filters and the kernel: {@code Conv2d(1 → 6, 5 × 5)}. */
  @Override
  public String label() {
    Size2d kernel = new Size2d(weight.shape().size(2), weight.shape().size(3));
    return "Conv2d(%d → %d, %s)".formatted(channels(), weight.shape().size(0), kernel);
  }

  @Override
  public Shape outputShape(Shape input) {
    requireInput(input);
    return options.outputShape(input, weight.shape());
  }

  private String title() {
    return "conv2d \"" + name() + "\"";
  }

  private String name() {
    int dot = weight.name().lastIndexOf('.');
    return dot < 0 ? weight.name() : weight.name().substring(0, dot);
  }

  /**
   * Returns the label and the name, such as {@code Conv2d(1 → 6, 5 × 5) "layers.0"}, and options
   * other than the usual ones.
   */
  @Override
  public String toString() {
    String text = label() + " \"" + name() + "\"";
    return options.equals(Conv2dOptions.DEFAULT) ? text : text + " " + options;
  }

  /** Configures a layer; made by {@link Conv2d#builder(int, int, int, Key)}. */
  public static final class Builder {
    private final int channels;
    private final int filters;
    private final Size2d kernel;
    private final Key key;
    private Conv2dOptions options = Conv2dOptions.DEFAULT;
    private Initializer initializer = Initializer.GLOROT;
    private DType dtype = DType.F32;
    private String name = "";

    private Builder(int channels, int filters, Size2d kernel, Key key) {
      this.channels = channels;
      this.filters = filters;
      this.kernel = kernel;
      this.key = key;
    }

    /** Takes how the filters slide, instead of by steps of 1 and without padding. */
    public Builder options(Conv2dOptions options) {
      requireNonNull(options, "conv2d: options must not be null");
      this.options = options;
      return this;
    }

    /**
     * Draws the weights by this rule, instead of {@link Initializer#GLOROT}; it should suit the
     * activation that follows.
     */
    public Builder initializer(Initializer initializer) {
      requireNonNull(initializer, "conv2d: initializer must not be null");
      this.initializer = initializer;
      return this;
    }

    /** Takes the parameters' element type, instead of {@link DType#F32}. */
    public Builder dtype(DType dtype) {
      requireNonNull(dtype, "conv2d: dtype must not be null");
      this.dtype = dtype;
      return this;
    }

    /** Takes the prefix of the parameters' names: {@code "layers.0"}. */
    public Builder name(String name) {
      requireNonNull(name, "conv2d: name must not be null");
      this.name = name;
      return this;
    }

    /**
     * Returns a new layer with biases 0 and random weights.
     *
     * @throws LayerException if a number is below 1, or the groups do not divide the channels or
     *     the filters
     */
    public Conv2d build() {
      Affine.requirePositive(KIND, name, "channels", channels);
      Affine.requirePositive(KIND, name, "filters", filters);
      Affine.requirePositive(KIND, name, "rows of the kernel", kernel.height());
      Affine.requirePositive(KIND, name, "columns of the kernel", kernel.width());
      int groups = options.groups();
      String title = "conv2d \"" + name + "\"";
      requireMultiple(title, "channels", channels, groups);
      requireMultiple(title, "filters", filters, groups);
      String weight = name.isEmpty() ? "weight" : name + ".weight";
      String bias = name.isEmpty() ? "bias" : name + ".bias";
      Shape shape = Shape.of(filters, channels / groups, kernel.height(), kernel.width());
      Tensor initial = Affine.created(KIND, initializer.create(key.split(weight), dtype, shape));
      return new Conv2d(
          Parameter.of(weight, ParameterRole.WEIGHT, initial),
          Parameter.of(bias, ParameterRole.BIAS, Tensor.zeros(dtype, Shape.of(filters))),
          options);
    }
  }
}
