package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.FusedActivation;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A fully-connected layer without activation: {@code y = x Wᵀ + b}. The activation is a separate
 * layer, which follows in a {@link Sequential}.
 *
 * <p>{@code [.., in] → [.., out]}. Source: CS231n, Neural Networks part 1, "Layer-wise
 * organization".
 *
 * @param weight W, {@code [out, in]}: one row for each unit
 * @param bias b, {@code [out]}
 */
public record Dense(Parameter weight, Parameter bias) implements Layer {
  private static final String KIND = "dense";

  /**
   * Makes a layer of existing parameters.
   *
   * @throws LayerException if their shapes or element types do not fit
   */
  public Dense {
    new Affine(KIND, weight, bias);
  }

  /**
   * Returns a new layer of type {@link DType#F32} with biases 0 and weights by {@link
   * Initializer#GLOROT}, which suits scores, such as the output of a classifier.
   *
   * @see #of(String, int, int, Initializer, DType, Key)
   */
  public static Dense of(String name, int inputs, int outputs, Key key) {
    return of(name, inputs, outputs, Initializer.GLOROT, key);
  }

  /**
   * Returns a new layer of type {@link DType#F32} with biases 0 and random weights.
   *
   * @see #of(String, int, int, Initializer, DType, Key)
   */
  public static Dense of(String name, int inputs, int outputs, Initializer initializer, Key key) {
    return of(name, inputs, outputs, initializer, DType.F32, key);
  }

  /**
   * Returns a new layer with biases 0 and random weights.
   *
   * @param name the prefix of the parameters' names: {@code "layers.0"} gives {@code
   *     layers.0.weight} and {@code layers.0.bias}; may be empty
   * @param inputs the number of inputs, at least 1
   * @param outputs the number of units, at least 1
   * @param initializer the rule for the weights; it should suit the activation that follows: {@code
   *     Initializer.HE} before a rectifier, {@code activation.initializer()} in general
   * @param dtype the element type of the parameters
   * @param key what the weights are a function of, together with their name
   * @throws LayerException if a number is below 1
   */
  public static Dense of(
      String name, int inputs, int outputs, Initializer initializer, DType dtype, Key key) {
    Affine.requirePositive(KIND, name, "inputs", inputs);
    Affine.requirePositive(KIND, name, "units", outputs);
    Affine created = Affine.create(KIND, name, outputs, inputs, initializer, dtype, key);
    return new Dense(created.weight(), created.bias());
  }

  private Affine affine() {
    return new Affine(KIND, weight, bias);
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the last axis of {@code x} does not fit, or its element type
   */
  @Override
  public Tensor apply(Tensor x) {
    return affine().apply(x);
  }

  /** Returns {@code f(x Wᵀ + b)}, in one operation. */
  Tensor apply(Tensor x, FusedActivation function) {
    return affine().apply(x, function);
  }

  @Override
  public List<Parameter> parameters() {
    return affine().parameters();
  }

  @Override
  public String label() {
    return "Dense(%d → %d)".formatted(affine().inputs(), affine().outputs());
  }

  @Override
  public OptionalInt inputs() {
    return OptionalInt.of(affine().inputs());
  }

  @Override
  public OptionalInt outputs() {
    return OptionalInt.of(affine().outputs());
  }

  @Override
  public Shape outputShape(Shape input) {
    affine().requireInput(input);
    return Affine.withLast(input, affine().outputs());
  }

  /** Returns the label and the name, such as {@code Dense(64 → 100) "layers.0"}. */
  @Override
  public String toString() {
    return label() + " \"" + affine().name() + "\"";
  }
}
