package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Layer normalisation: {@code y = w (x − mean) / √(variance + ε) + b}, with the mean and the biased
 * variance of each sample along its last axes, those that the weight has: {@code [.., d] → [..,
 * d]}. The same in training and in evaluation.
 *
 * <p>Source: Ba, Kiros and Hinton, Layer Normalization, 2016.
 *
 * @param weight w, of the shape of the axes that are normalised together
 * @param bias b, of the same shape
 * @param eps ε, in (0, ∞); 1e-5 is usual
 */
public record LayerNorm(Parameter weight, Parameter bias, double eps) implements Layer {
  private static final String KIND = "layerNorm";

  /**
   * Makes a layer of existing parameters.
   *
   * @throws LayerException if they differ in shape or element type, have no axis or no elements, or
   *     {@code eps} is out of range
   */
  public LayerNorm {
    requireNonNull(weight, "layerNorm: weight must not be null");
    requireNonNull(bias, "layerNorm: bias must not be null");
    NormParameters.requireEps(KIND, NormParameters.layerName(weight), eps);
    NormParameters.requireAlike(KIND, weight, bias);
    if (weight.rank() == 0 || weight.elements() == 0) {
      throw new LayerException(
          "layerNorm: there must be something to normalise: weight %s (%d axes, %d elements)"
              .formatted(weight.shape(), weight.rank(), weight.elements()));
    }
  }

  /**
   * Returns a new layer of type {@link DType#F32} with weights 1, biases 0 and {@code ε = 1e-5}.
   *
   * @param name the prefix of the parameters' names, such as {@code "layers.1"}; may be empty
   * @param features the length of the last axis, at least 1
   * @throws LayerException if {@code features} is below 1
   */
  public static LayerNorm of(String name, int features) {
    Affine.requirePositive(KIND, name, "features", features);
    return of(name, Shape.of(features), DType.F32);
  }

  /**
   * Returns a new layer of type {@link DType#F32} that normalises several axes together.
   *
   * @see #of(String, Shape, DType)
   */
  public static LayerNorm of(String name, Shape normalized) {
    return of(name, normalized, DType.F32);
  }

  /**
   * Returns a new layer with weights 1, biases 0 and {@code ε = 1e-5}.
   *
   * @param name the prefix of the parameters' names; may be empty
   * @param normalized the extents of the last axes, which are normalised together
   * @throws LayerException if there is no such axis, or no element
   */
  public static LayerNorm of(String name, Shape normalized, DType dtype) {
    Affine.requirePresent(KIND, "name", name);
    Affine.requirePresent(KIND, "normalized", normalized);
    Affine.requirePresent(KIND, "dtype", dtype);
    return new LayerNorm(
        NormParameters.weight(name, normalized, dtype),
        NormParameters.bias(name, normalized, dtype),
        1e-5);
  }

  /**
   * Returns this layer with another ε; the parameters are shared.
   *
   * @throws LayerException if {@code changed} is not in (0, ∞)
   */
  public LayerNorm eps(double changed) {
    return new LayerNorm(weight, bias, changed);
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the last axes of {@code x} do not fit, or its element type
   */
  @Override
  public Tensor apply(Tensor x) {
    requireInput(x.shape());
    NormParameters.requireType(title(), x, weight);
    return Ops.layerNorm(x, weight, bias, eps);
  }

  private void requireInput(Shape input) {
    int first = input.rank() - weight.rank();
    if (first < 0 || !lastAxes(input).equals(weight.shape())) {
      throw new LayerException(
          "%s: the input's last axes have another shape than the weight: input %s (%s ≠ %s)"
              .formatted(title(), input, first < 0 ? input : lastAxes(input), weight.shape()));
    }
  }

  private Shape lastAxes(Shape input) {
    int[] extents = input.extents().toArray();
    return Shape.of(Arrays.copyOfRange(extents, extents.length - weight.rank(), extents.length));
  }

  private String title() {
    return NormParameters.title(KIND, NormParameters.layerName(weight));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  @Override
  public String label() {
    return "LayerNorm("
        + (weight.rank() == 1 ? Integer.toString(weight.elements()) : weight.shape().toString())
        + ")";
  }

  @Override
  public OptionalInt inputs() {
    return OptionalInt.of(weight.shape().size(-1));
  }

  @Override
  public OptionalInt outputs() {
    return inputs();
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

  /** Returns the label and the name, such as {@code LayerNorm(100) "layers.1"}. */
  @Override
  public String toString() {
    return label() + " \"" + NormParameters.layerName(weight) + "\"";
  }
}
