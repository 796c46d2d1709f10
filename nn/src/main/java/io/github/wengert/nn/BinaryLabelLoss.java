package io.github.wengert.nn;

import io.github.wengert.ops.Indices;
import io.github.wengert.ops.Reduction;
import io.github.wengert.ops.Tensor;

/**
 * A loss of two classes for their labels, 0 and 1.
 *
 * @param title what messages call it
 * @param loss the loss for numbers
 * @param zero the number that stands for class 0
 * @param one the number that stands for class 1
 */
record BinaryLabelLoss(String title, Loss<Tensor> loss, double zero, double one)
    implements Loss<Indices> {
  @Override
  public Tensor apply(Tensor scores, Indices labels) {
    return loss.apply(scores, BinaryLabels.toTensor(title, labels, scores, zero, one));
  }

  @Override
  public Reduction reduction() {
    return loss.reduction();
  }

  @Override
  public String toString() {
    return loss + ".ofLabels()";
  }
}
