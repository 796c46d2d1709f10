package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A layer of maxout units, each the maximum of k affine functions of the input: {@code y_u = max_p
 * (x · w_{u,p} + b_{u,p})}. A rectifier is the case of two pieces of which one is 0.
 *
 * <p>{@code [.., in] → [.., units]}. The gradient goes to the largest piece, shared evenly among
 * ties. Source: Goodfellow et al., Maxout Networks, 2013; CS231n, Neural Networks part 1.
 *
 * @param weight {@code [units · pieces, in]}: the pieces of a unit are neighbouring rows
 * @param bias {@code [units · pieces]}
 * @param pieces the number of pieces of each unit, at least 1
 */
public record Maxout(Parameter weight, Parameter bias, int pieces) implements Layer {
  private static final String KIND = "maxout";

  /**
   * Makes a layer of existing parameters.
   *
   * @throws LayerException if their shapes or element types do not fit
   */
  public Maxout {
    Affine affine = new Affine(KIND, weight, bias);
    Affine.requirePositive(KIND, affine.name(), "pieces", pieces);
    if (affine.outputs() % pieces != 0) {
      throw new LayerException(
          "%s: the rows must be a multiple of the pieces: weight %s, %d pieces (%d mod %d ≠ 0)"
              .formatted(affine.title(), weight.shape(), pieces, affine.outputs(), pieces));
    }
  }

  /**
   * Returns a new layer of type {@link DType#F32} with biases 0 and weights by {@link
   * Initializer#LECUN}.
   *
   * @see #of(String, int, int, int, DType, Key)
   */
  public static Maxout of(String name, int inputs, int units, int pieces, Key key) {
    return of(name, inputs, units, pieces, DType.F32, key);
  }

  /**
   * Returns a new layer of type {@link DType#F32} with biases 0 and weights by a rule of your
   * choice.
   *
   * @see #of(String, int, int, int, Initializer, DType, Key)
   */
  public static Maxout of(
      String name, int inputs, int units, int pieces, Initializer initializer, Key key) {
    return of(name, inputs, units, pieces, initializer, DType.F32, key);
  }

  /**
   * Returns a new layer with biases 0 and weights that are normal with deviation {@code √(1 / in)}:
   * the maximum of two such pieces is as large, in the mean of squares, as the input.
   *
   * @param name the prefix of the parameters' names, such as {@code layers.0}; may be empty
   * @param inputs the number of inputs, at least 1
   * @param units the number of units, at least 1
   * @param pieces the number of pieces of each unit, at least 1; 2 is usual
   * @param dtype the element type of the parameters
   * @param key what the weights are a function of, together with their name
   * @throws LayerException if a number is below 1
   */
  public static Maxout of(String name, int inputs, int units, int pieces, DType dtype, Key key) {
    return of(name, inputs, units, pieces, Initializer.LECUN, dtype, key);
  }

  /**
   * Returns a new layer with biases 0 and weights by a rule of your choice.
   *
   * @param initializer the rule for the weight {@code [units · pieces, in]}
   * @throws LayerException if a number is below 1
   * @see #of(String, int, int, int, DType, Key)
   */
  public static Maxout of(
      String name,
      int inputs,
      int units,
      int pieces,
      Initializer initializer,
      DType dtype,
      Key key) {
    Affine.requirePositive(KIND, name, "inputs", inputs);
    Affine.requirePositive(KIND, name, "units", units);
    Affine.requirePositive(KIND, name, "pieces", pieces);
    if ((long) units * pieces > Integer.MAX_VALUE) {
      throw new LayerException(
          "%s \"%s\": too many rows: %d units of %d pieces (%d > %d)"
              .formatted(KIND, name, units, pieces, (long) units * pieces, Integer.MAX_VALUE));
    }
    Affine created = Affine.create(KIND, name, units * pieces, inputs, initializer, dtype, key);
    return new Maxout(created.weight(), created.bias(), pieces);
  }

  private Affine affine() {
    return new Affine(KIND, weight, bias);
  }

  private int units() {
    return affine().outputs() / pieces;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the last axis of {@code x} does not fit, or its element type
   */
  @Override
  public Tensor apply(Tensor x) {
    return Ops.maxout(affine().apply(x), pieces);
  }

  @Override
  public List<Parameter> parameters() {
    return affine().parameters();
  }

  @Override
  public String label() {
    return "Maxout(%d → %d, %d pieces)".formatted(affine().inputs(), units(), pieces);
  }

  @Override
  public OptionalInt inputs() {
    return OptionalInt.of(affine().inputs());
  }

  @Override
  public OptionalInt outputs() {
    return OptionalInt.of(units());
  }

  @Override
  public Shape outputShape(Shape input) {
    affine().requireInput(input);
    return Affine.withLast(input, units());
  }

  /** Returns the label and the name, such as {@code Maxout(64 → 50, 2 pieces) "layers.0"}. */
  @Override
  public String toString() {
    return label() + " \"" + affine().name() + "\"";
  }
}
