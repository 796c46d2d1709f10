package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One unit: {@code σ(Σ wᵢ xᵢ + b)}, {@code [n, in] → [n]}.
 *
 * <p>Its {@link #score} is a linear classifier of two classes. The loss makes it a {@link
 * BinarySoftmax}, whose activation is the sigmoid function, or a {@link BinarySvm}, which has none.
 *
 * <p>Source: CS231n, Neural Networks part 1, "Single neuron as a linear classifier".
 *
 * @param weight w, {@code [1, in]}
 * @param bias b, {@code [1]}
 * @param activation σ
 */
public record Neuron(Parameter weight, Parameter bias, Activation activation) implements Layer {
  private static final String KIND = "neuron";

  /**
   * Makes a neuron of existing parameters.
   *
   * @throws LayerException if their shapes or element types do not fit
   */
  public Neuron {
    Affine affine = new Affine(KIND, weight, bias);
    if (affine.outputs() != 1) {
      throw new LayerException(
          "%s: one unit has one row of weights: %s (%d ≠ 1)"
              .formatted(affine.title(), weight.shape(), affine.outputs()));
    }
    requireNonNull(activation, "neuron: activation must not be null");
  }

  /**
   * Returns a new neuron of type {@link DType#F32} with the sigmoid function.
   *
   * @see #of(String, int, Activation, DType, Key)
   */
  public static Neuron of(String name, int inputs, Key key) {
    return of(name, inputs, Activation.SIGMOID, DType.F32, key);
  }

  /**
   * Returns a new neuron of type {@link DType#F32} with bias 0 and random weights.
   *
   * @see #of(String, int, Activation, DType, Key)
   */
  public static Neuron of(String name, int inputs, Activation activation, Key key) {
    return of(name, inputs, activation, DType.F32, key);
  }

  /**
   * Returns a new neuron with bias 0 and random weights.
   *
   * @param name the prefix of the parameters' names: {@code "neuron"} gives {@code neuron.weight};
   *     may be empty
   * @param inputs the number of inputs, at least 1
   * @param activation σ
   * @param dtype the element type of the parameters
   * @param key what the weights are a function of, together with their name
   * @throws LayerException if {@code inputs} is below 1
   */
  public static Neuron of(String name, int inputs, Activation activation, DType dtype, Key key) {
    Affine.requirePositive(KIND, name, "inputs", inputs);
    Affine.requirePresent(KIND, "activation", activation);
    Affine created = Affine.create(KIND, name, 1, inputs, activation.initializer(), dtype, key);
    return new Neuron(created.weight(), created.bias(), activation);
  }

  /** Returns this neuron with another activation; the parameters are shared. */
  public Neuron withActivation(Activation changed) {
    return new Neuron(weight, bias, changed);
  }

  private Affine affine() {
    return new Affine(KIND, weight, bias);
  }

  /** Refuses an activation that a classifier of this neuron would leave out. */
  void requireActivation(String classifier, Activation expected, String call) {
    if (!activation.equals(expected)) {
      throw new LayerException(
          "%s: the neuron's activation would be left out: %s (%s ≠ %s); pass neuron.withActivation(Activation.%s)"
              .formatted(classifier, this, activation, expected, call));
    }
  }

  /**
   * Returns {@code Σ wᵢ xᵢ + b}, which is what the activation is applied to.
   *
   * @param x the inputs, {@code [n, in]}
   * @throws LayerException if the last axis of {@code x} does not fit, or its element type
   */
  public Tensor score(Tensor x) {
    return Ops.squeeze(affine().apply(x), -1);
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the last axis of {@code x} does not fit, or its element type
   */
  @Override
  public Tensor apply(Tensor x) {
    return activation.apply(score(x));
  }

  @Override
  public List<Parameter> parameters() {
    return affine().parameters();
  }

  @Override
  public String label() {
    return "Neuron(%d, %s)".formatted(affine().inputs(), activation);
  }

  @Override
  public OptionalInt inputs() {
    return OptionalInt.of(affine().inputs());
  }

  @Override
  public Shape outputShape(Shape input) {
    affine().requireInput(input);
    int[] extents = input.extents().toArray();
    return Shape.of(Arrays.copyOf(extents, extents.length - 1));
  }

  /** Returns the label and the name, such as {@code Neuron(2, sigmoid) "neuron"}. */
  @Override
  public String toString() {
    return label() + " \"" + affine().name() + "\"";
  }
}
