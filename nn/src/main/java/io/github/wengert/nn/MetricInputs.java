package io.github.wengert.nn;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;

/** The checks that metrics share. */
final class MetricInputs {
  private MetricInputs() {}

  /** Refuses scores that are no rows of classes, or not one row for each label. */
  static void requireScores(String metric, Tensor scores, Indices labels) {
    if (scores.rank() != 2 || scores.shape().size(1) == 0) {
      throw new LayerException(
          "%s: scores need the axes [n, classes]: %s (%d axes, %d elements)"
              .formatted(metric, scores.shape(), scores.rank(), scores.elements()));
    }
    requireAlike(metric, Shape.of(scores.shape().size(0)), labels);
    requireClasses(metric, "label", labels, scores.shape().size(1));
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
