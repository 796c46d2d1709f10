package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A neuron as a binary support vector machine: its score, {@code [n, in] → [n]}, is learned by the
 * max-margin hinge loss, and its sign is the prediction.
 *
 * <p>Source: CS231n, Neural Networks part 1, "Single neuron as a linear classifier".
 *
 * @param neuron the unit, whose activation is the identity
 */
public record BinarySvm(Neuron neuron) implements Layer {
  /**
   * Makes a classifier of a neuron.
   *
   * @throws LayerException if the neuron has an activation, which would be left out
   */
  public BinarySvm {
    requireNonNull(neuron, "binarySvm: neuron must not be null");
    neuron.requireActivation("binarySvm", Activation.IDENTITY, "IDENTITY");
  }

  /**
   * Returns a new classifier of type {@link DType#F32} with bias 0 and random weights.
   *
   * @see Neuron#of(String, int, Activation, DType, Key)
   */
  public static BinarySvm of(String name, int inputs, Key key) {
    return of(name, inputs, DType.F32, key);
  }

  /**
   * Returns a new classifier with bias 0 and random weights.
   *
   * @see Neuron#of(String, int, Activation, DType, Key)
   */
  public static BinarySvm of(String name, int inputs, DType dtype, Key key) {
    return new BinarySvm(Neuron.of(name, inputs, Activation.IDENTITY, dtype, key));
  }

  /**
   * Returns the score s, {@code Σ wᵢ xᵢ + b}.
   *
   * @param x the inputs, {@code [n, in]}
   * @throws LayerException if the last axis of {@code x} does not fit, or its element type
   */
  public Tensor score(Tensor x) {
    return neuron.score(x);
  }

  /** Returns the {@link #score}. */
  @Override
  public Tensor apply(Tensor x) {
    return score(x);
  }

  /**
   * Returns the mean loss {@code max(0, 1 − t s)}, with t = −1 for class 0 and +1 for class 1.
   *
   * @param x the inputs, {@code [n, in]}
   * @param labels the classes, 0 or 1, {@code [n]}
   */
  public Tensor hinge(Tensor x, Indices labels) {
    return HingeLoss.DEFAULT.ofLabels().apply(score(x), labels);
  }

  /**
   * Returns the mean loss {@code max(0, 1 − t s)}.
   *
   * @param x the inputs, {@code [n, in]}
   * @param signs the classes t: −1 for class 0, +1 for class 1, {@code [n]}
   */
  public Tensor hinge(Tensor x, Tensor signs) {
    return Losses.hinge(score(x), signs, Reduction.MEAN);
  }

  /**
   * Returns the class of each sample: 1 where the score is above 0.
   *
   * @param x the inputs, {@code [n, in]}
   */
  public Indices predict(Tensor x) {
    return BinaryLabels.above(score(x), 0);
  }

  @Override
  public List<Parameter> parameters() {
    return neuron.parameters();
  }

  @Override
  public String label() {
    return "BinarySvm(%d)".formatted(neuron.inputs().orElseThrow());
  }

  @Override
  public OptionalInt inputs() {
    return neuron.inputs();
  }

  @Override
  public Shape outputShape(Shape input) {
    return neuron.outputShape(input);
  }

  /** Returns the label. */
  @Override
  public String toString() {
    return label();
  }
}
