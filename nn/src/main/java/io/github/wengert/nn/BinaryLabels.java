package io.github.wengert.nn;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Tensor;

/** Classes 0 and 1 as the numbers that losses of two classes compute with. */
final class BinaryLabels {
  private BinaryLabels() {}

  /** Returns a number for each label, in the shape and element type of the scores. */
  static Tensor toTensor(String title, Indices labels, Tensor scores, double zero, double one) {
    if (labels.shape().rank() != 1 || labels.elements() != scores.elements()) {
      throw new LayerException(
          "%s: one label is needed for each score: scores %s, labels %s (%d ≠ %d)"
              .formatted(
                  title, scores.shape(), labels.shape(), scores.elements(), labels.elements()));
    }
    double[] numbers = new double[labels.elements()];
    for (int i = 0; i < numbers.length; i++) {
      int label = labels.get(i);
      if (label != 0 && label != 1) {
        throw new LayerException(
            "%s: a label of two classes is 0 or 1: label %d (%d not in [0, 2))"
                .formatted(title, i, label));
      }
      numbers[i] = label == 0 ? zero : one;
    }
    return Tensor.of(scores.dtype(), scores.shape(), numbers);
  }

  /** Returns class 1 for each score above a threshold, else class 0. */
  static Indices above(Tensor scores, double threshold) {
    double[] values = scores.toDoubleArray();
    int[] classes = new int[values.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = values[i] > threshold ? 1 : 0;
    }
    return Indices.of(scores.shape(), classes);
  }
}
