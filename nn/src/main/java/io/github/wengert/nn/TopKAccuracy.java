package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Tensor;

/**
 * The share of samples whose class is among the k with the largest scores, in [0, 1]; NaN of no
 * sample. Among equal scores the first classes come first, as they do for arg max; a sample with a
 * score that is NaN counts as wrong.
 *
 * @param k how many classes may be named, at least 1; with 1 it is the {@link Accuracy}
 * @param correct how many samples' class was among them
 * @param samples how many samples there are
 */
public record TopKAccuracy(int k, long correct, long samples) implements Metric<TopKAccuracy> {
  /**
   * Checks k.
   *
   * @throws LayerException if {@code k} is below 1
   */
  public TopKAccuracy {
    requirePositive(k);
  }

  private static void requirePositive(int k) {
    if (k < 1) {
      throw new LayerException("topKAccuracy: a class must be named: (k = %d < 1)".formatted(k));
    }
  }

  /**
   * Returns the top-k accuracy of scores. A sample with a score that is NaN counts as wrong.
   *
   * @param scores {@code [n, classes]}; or {@code [n, 1]} of two classes, of which a score above 0
   *     is for class 1
   * @param labels the class of each sample, {@code [n]}
   * @param k how many classes may be named, in [1, classes]
   * @throws LayerException if the shapes do not fit, a label is no class, or {@code k} is out of
   *     range
   */
  public static TopKAccuracy of(Tensor scores, Indices labels, int k) {
    Tensor columns = MetricInputs.classScores("topKAccuracy", scores, labels);
    requirePositive(k);
    int classes = columns.shape().size(1);
    if (k > classes) {
      throw new LayerException(
          "topKAccuracy: there are fewer classes than may be named: scores %s (k = %d > %d)"
              .formatted(scores.shape(), k, classes));
    }
    double[] values = columns.toDoubleArray();
    long correct = 0;
    for (int i = 0; i < labels.elements(); i++) {
      correct += inFront(values, i * classes, classes, labels.get(i)) < k ? 1 : 0;
    }
    return new TopKAccuracy(k, correct, labels.elements());
  }

  /** Returns how many classes of a row come before {@code label}: all if a score is NaN. */
  private static int inFront(double[] values, int row, int classes, int label) {
    double score = values[row + label];
    int count = 0;
    for (int c = 0; c < classes; c++) {
      double other = values[row + c];
      if (Double.isNaN(other)) {
        return classes;
      }
      count += other > score || (other == score && c < label) ? 1 : 0;
    }
    return count;
  }

  @Override
  public double value() {
    return (double) correct / samples;
  }

  /**
   * {@inheritDoc}
   *
   * @throws LayerException if the other has another {@code k}
   */
  @Override
  public TopKAccuracy plus(TopKAccuracy other) {
    requireNonNull(other, "topKAccuracy: other must not be null");
    if (k != other.k) {
      throw new LayerException(
          "topKAccuracy: only those of one k add up: (%d ≠ %d)".formatted(k, other.k));
    }
    return new TopKAccuracy(k, correct + other.correct, samples + other.samples);
  }

  /** Returns k, the counts and the share, such as {@code top 5: 9 of 10 (0.9000)}. */
  @Override
  public String toString() {
    return "top %d: %s".formatted(k, Fractions.describe(correct, samples));
  }
}
