package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import java.util.List;

/** The checks that metrics share. */
final class MetricInputs {
  private MetricInputs() {}

  /**
   * Returns scores with a column for each class. One score z for each sample, which is above 0 for
   * class 1, becomes the two columns 0 and z: they have the same arg max, and the same softmax as z
   * has a sigmoid.
   *
   * @throws LayerException if they are no rows of classes, or not one row for each label
   */
  static Tensor classScores(String metric, Tensor scores, Indices labels) {
    requireNonNull(scores, () -> metric + ": scores must not be null");
    requireNonNull(labels, () -> metric + ": labels must not be null");
    boolean binary = scores.rank() == 2 && scores.shape().size(1) == 1;
    Tensor columns =
        binary
            ? Ops.concat(List.of(Tensor.zeros(scores.dtype(), scores.shape()), scores), 1)
            : scores;
    requireScores(metric, columns, labels);
    return columns;
  }

  private static void requireScores(String metric, Tensor scores, Indices labels) {
    if (scores.rank() != 2 || scores.shape().size(1) == 0) {
      throw new LayerException(
          "%s: scores need the axes [n, classes]: %s (%d axes, %d elements)"
              .formatted(metric, scores.shape(), scores.rank(), scores.elements()));
    }
    requireAlike(metric, Shape.of(scores.shape().size(0)), labels);
    requireClasses(metric, "label", labels, scores.shape().size(1));
  }

  /**
   * Returns the class of the largest score in each row, the first of several; −1 for a row that
   * holds NaN.
   */
  static int[] classesOf(Tensor scores) {
    int[] classes = Ops.argmax(scores, -1).toArray();
    for (int i = 0; i < classes.length; i++) {
      if (Double.isNaN(scores.at(i, classes[i]))) { // arg max picks the first NaN
        classes[i] = -1;
      }
    }
    return classes;
  }

  /** Refuses predictions of another shape than the labels. */
  static void requireAlike(String metric, Shape predicted, Indices labels) {
    if (!predicted.equals(labels.shape())) {
      throw new LayerException(
          "%s: one prediction is needed for each label: (%s ≠ %s)"
              .formatted(metric, predicted, labels.shape()));
    }
  }

  /** Refuses a class that is not in {@code [0, classes)}. */
  static void requireClasses(String metric, String what, Indices values, int classes) {
    for (int i = 0; i < values.elements(); i++) {
      if (values.get(i) < 0 || values.get(i) >= classes) {
        throw new LayerException(
            "%s: %s %d is out of range: (%d not in [0, %d))"
                .formatted(metric, what, i, values.get(i), classes));
      }
    }
  }
}
