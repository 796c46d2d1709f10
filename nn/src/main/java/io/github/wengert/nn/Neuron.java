package io.github.wengert.nn;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One unit: {@code σ(Σ wᵢ xᵢ + b)}, {@code [n, in] → [n]}.
 *
 * <p>A neuron is a linear classifier of two classes. With the loss {@link #crossEntropy} it is a
 * binary softmax classifier (logistic regression): {@link #probability} is that of class 1. With
 * the loss {@link #hinge} it is a binary support vector machine. Either way class 1 is where the
 * score is above 0. Both losses work on the score; the activation matters for {@link #apply} only.
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
  }

  /**
   * Returns a new neuron of type {@link DType#F32} with the sigmoid function.
   *
   * @see #of(String, int, Activation, DType, Key)
   */
  public static Neuron of(String name, int inputs, Key key) {
    return of(name, inputs, Activation.sigmoid(), DType.F32, key);
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
    Affine created = Affine.create(KIND, name, 1, inputs, activation.initializer(), dtype, key);
    return new Neuron(created.weight(), created.bias(), activation);
  }

  private Affine affine() {
    return new Affine(KIND, weight, bias);
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

  /** Returns the probability of class 1 by the binary softmax classifier, {@code σ(score)}. */
  public Tensor probability(Tensor x) {
    return Ops.sigmoid(score(x));
  }

  /**
   * Returns the mean loss of the binary softmax classifier, computed from the scores.
   *
   * @param x the inputs, {@code [n, in]}
   * @param target the probabilities of class 1: for known classes 0 or 1, {@code [n]}
   */
  public Tensor crossEntropy(Tensor x, Tensor target) {
    return Losses.binaryCrossEntropy(score(x), target, Reduction.MEAN);
  }

  /**
   * Returns the mean loss of the binary support vector machine, {@code max(0, 1 − t s)}.
   *
   * @param x the inputs, {@code [n, in]}
   * @param signs the classes t: −1 for class 0, +1 for class 1, {@code [n]}
   */
  public Tensor hinge(Tensor x, Tensor signs) {
    return Losses.hinge(score(x), signs, Reduction.MEAN);
  }

  /**
   * Returns the class of each sample: 1 where the score is above 0, where the probability is above
   * ½.
   *
   * @param x the inputs, {@code [n, in]}
   */
  public Indices predict(Tensor x) {
    Tensor scores = score(x);
    int[] classes = new int[scores.elements()];
    double[] values = scores.toDoubleArray();
    for (int i = 0; i < classes.length; i++) {
      classes[i] = values[i] > 0 ? 1 : 0;
    }
    return Indices.of(scores.shape(), classes);
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
