package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.DType;
import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Key;
import io.github.wengert.ops.Losses;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A neuron as a binary softmax classifier (logistic regression): the sigmoid of its score is the
 * probability of class 1, {@code [n, in] → [n]}, and is learned by cross-entropy.
 *
 * <p>Source: CS231n, Neural Networks part 1, "Single neuron as a linear classifier".
 *
 * @param neuron the unit, whose activation is the sigmoid function
 * @param threshold the probability above which a sample is of class 1, in (0, 1); ½ takes the more
 *     probable class, a larger one makes class 1 rarer and surer
 */
public record BinarySoftmax(Neuron neuron, double threshold) implements Layer {
  /**
   * Makes a classifier of a neuron.
   *
   * @throws LayerException if {@code threshold} is not in (0, 1), or the neuron has another
   *     activation than the sigmoid function, which would be left out
   */
  public BinarySoftmax {
    requireNonNull(neuron, "binarySoftmax: neuron must not be null");
    neuron.requireActivation("binarySoftmax", Activation.SIGMOID, "SIGMOID");
    if (!(threshold > 0 && threshold < 1)) {
      throw new LayerException(
          "binarySoftmax: the threshold must be a probability: (%s not in (0, 1))"
              .formatted(threshold));
    }
  }

  /** Makes a classifier of a neuron, with the threshold ½. */
  public BinarySoftmax(Neuron neuron) {
    this(neuron, 0.5);
  }

  /**
   * Returns a new classifier of type {@link DType#F32} with bias 0, random weights and the
   * threshold ½.
   *
   * @see Neuron#of(String, int, Activation, DType, Key)
   */
  public static BinarySoftmax of(String name, int inputs, Key key) {
    return of(name, inputs, DType.F32, key);
  }

  /**
   * Returns a new classifier with bias 0, random weights and the threshold ½.
   *
   * @see Neuron#of(String, int, Activation, DType, Key)
   */
  public static BinarySoftmax of(String name, int inputs, DType dtype, Key key) {
    return new BinarySoftmax(Neuron.of(name, inputs, Activation.SIGMOID, dtype, key));
  }

  /**
   * Returns this classifier with another threshold.
   *
   * @throws LayerException if {@code changed} is not in (0, 1)
   */
  public BinarySoftmax withThreshold(double changed) {
    return new BinarySoftmax(neuron, changed);
  }

  /**
   * Returns the probability of class 1, {@code σ(score)}.
   *
   * @param x the inputs, {@code [n, in]}
   * @throws LayerException if the last axis of {@code x} does not fit, or its element type
   */
  public Tensor probability(Tensor x) {
    return Ops.sigmoid(neuron.score(x));
  }

  /** Returns the {@link #probability} of class 1. */
  @Override
  public Tensor apply(Tensor x) {
    return probability(x);
  }

  /**
   * Returns the mean loss, computed from the scores.
   *
   * @param x the inputs, {@code [n, in]}
   * @param labels the classes, 0 or 1, {@code [n]}
   */
  public Tensor crossEntropy(Tensor x, Indices labels) {
    return BinaryCrossEntropyLoss.DEFAULT.ofLabels().apply(neuron.score(x), labels);
  }

  /**
   * Returns the mean loss, computed from the scores.
   *
   * @param x the inputs, {@code [n, in]}
   * @param target the probabilities of class 1, in [0, 1], {@code [n]}
   */
  public Tensor crossEntropy(Tensor x, Tensor target) {
    return Losses.binaryCrossEntropy(neuron.score(x), target, Reduction.MEAN);
  }

  /**
   * Returns the class of each sample: 1 where the probability is above the threshold. Scores are
   * compared, with {@code ln(t / (1 − t))}, so that no rounding of the sigmoid decides.
   *
   * @param x the inputs, {@code [n, in]}
   */
  public Indices predict(Tensor x) {
    return BinaryLabels.above(neuron.score(x), StrictMath.log(threshold / (1 - threshold)));
  }

  @Override
  public List<Parameter> parameters() {
    return neuron.parameters();
  }

  @Override
  public String label() {
    return "BinarySoftmax(%d, threshold %s)".formatted(neuron.inputs().orElseThrow(), threshold);
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
