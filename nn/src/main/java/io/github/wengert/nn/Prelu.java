package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.ParameterRole;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/**
 * The leaky rectifier whose slope is learned: {@code y = x} above 0, else {@code slope · x}.
 *
 * <p>The shape stays. With a slope for each unit, units stand on axis 1: {@code [n, units]}, or
 * {@code [n, channels, height, width]}. Slopes are {@linkplain ParameterRole#GAIN gains}, and so
 * not decayed, which would push them to the rectifier. Source: He et al., Delving Deep into
 * Rectifiers, 2015, section 2.1.
 *
 * @param slope {@code [units]}, or {@code [1]} for all units together
 */
public record Prelu(Parameter slope) implements Layer {
  private static final double FIRST_SLOPE = 0.25; // of the paper

  /**
   * Makes a layer of an existing parameter.
   *
   * @throws LayerException if its shape is not {@code [units]}
   */
  public Prelu {
    Affine.requirePresent("prelu", "slope", slope);
    if (slope.rank() != 1 || slope.elements() == 0) {
      throw new LayerException(
          "prelu: slopes need the axis [units]: %s (%d axes, %d elements)"
              .formatted(slope.shape(), slope.rank(), slope.elements()));
    }
    Affine.requireSpared("prelu", "slope", slope, ParameterRole.GAIN);
  }

  /**
   * Returns a new layer of type {@link DType#F32} with a slope for each unit, at first ¼.
   *
   * @see #of(String, int, DType)
   */
  public static Prelu of(String name, int units) {
    return of(name, units, DType.F32);
  }

  /**
   * Returns a new layer with a slope for each unit, at first ¼.
   *
   * @param name the prefix of the parameter's name: {@code "layers.1"} gives {@code
   *     layers.1.slope}; may be empty
   * @param units the number of units, at least 1
   * @param dtype the element type of the slopes
   * @throws LayerException if {@code units} is below 1
   */
  public static Prelu of(String name, int units, DType dtype) {
    Affine.requirePositive("prelu", name, "units", units);
    Affine.requirePresent("prelu", "dtype", dtype);
    String full = name.isEmpty() ? "slope" : name + ".slope";
    return new Prelu(
        Parameter.of(full, ParameterRole.GAIN, Tensor.full(dtype, Shape.of(units), FIRST_SLOPE)));
  }

  /** Returns a new layer of type {@link DType#F32} with one slope for all units. */
  public static Prelu shared(String name) {
    return shared(name, DType.F32);
  }

  /** Returns a new layer with one slope for all units; see {@link #of(String, int, DType)}. */
  public static Prelu shared(String name, DType dtype) {
    return of(name, 1, dtype);
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the layer has several slopes, and axis 1 of {@code x} has not as many
   *     units
   */
  @Override
  public Tensor apply(Tensor x) {
    requireInput(x.shape());
    return Ops.prelu(x, slope);
  }

  private void requireInput(Shape input) {
    int units = input.rank() < 2 ? 1 : input.size(1);
    if (slope.elements() != 1 && units != slope.elements()) {
      throw new LayerException(
          "prelu \"%s\": the input's axis 1 has another length: input %s, slopes %s (%d ≠ %d)"
              .formatted(Affine.layerName(slope), input, slope.shape(), units, slope.elements()));
    }
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(slope);
  }

  @Override
  public String label() {
    return slope.elements() == 1 ? "Prelu(shared)" : "Prelu(%d)".formatted(slope.elements());
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

  /** Returns the label and the name, such as {@code Prelu(100) "layers.1"}. */
  @Override
  public String toString() {
    return label() + " \"" + Affine.layerName(slope) + "\"";
  }
}
