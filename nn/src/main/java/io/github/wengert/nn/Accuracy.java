package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Tensor;

/**
 * The share of samples whose class was predicted, in [0, 1]; NaN of no sample.
 *
 * @param correct how many were
 * @param samples how many there are
 */
public record Accuracy(long correct, long samples) implements Metric<Accuracy> {
  /** The accuracy of no sample, to which others are added. */
  public static final Accuracy NONE = new Accuracy(0, 0);

  /**
   * Returns the accuracy of the classes with the largest scores; the first of several is taken. A
   * sample with a score that is NaN counts as wrong.
   *
   * @param scores {@code [n, classes]}; or {@code [n, 1]} of two classes, of which a score above 0
   *     is for class 1
   * @param labels the class of each sample, {@code [n]}
   * @throws LayerException if the shapes do not fit, or a label is no class
   */
  public static Accuracy of(Tensor scores, Indices labels) {
    Tensor columns = MetricInputs.classScores("accuracy", scores, labels);
    return of(Indices.of(MetricInputs.classesOf(columns)), labels);
  }

  /**
   * Returns the accuracy of predicted classes.
   *
   * @throws LayerException if the shapes differ
   */
  public static Accuracy of(Indices predicted, Indices labels) {
    requireNonNull(predicted, "accuracy: predicted must not be null");
    requireNonNull(labels, "accuracy: labels must not be null");
    MetricInputs.requireAlike("accuracy", predicted.shape(), labels);
    long correct = 0;
    for (int i = 0; i < labels.elements(); i++) {
      correct += predicted.get(i) == labels.get(i) ? 1 : 0;
    }
    return new Accuracy(correct, labels.elements());
  }

  @Override
  public double value() {
    return (double) correct / samples;
  }

  @Override
  public Accuracy plus(Accuracy other) {
    requireNonNull(other, "accuracy: other must not be null");
    return new Accuracy(correct + other.correct, samples + other.samples);
  }

  /** Returns the counts and the share, such as {@code 9 of 10 (0.9000)}. */
  @Override
  public String toString() {
    return Fractions.describe(correct, samples);
  }
}
