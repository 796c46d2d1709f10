package io.github.wengert.nn;

import static java.util.Objects.requireNonNull;

import io.github.wengert.autograd.Scope;
import io.github.wengert.ops.Ops;
import io.github.wengert.ops.Parameter;
import io.github.wengert.ops.RandomTensors;
import io.github.wengert.ops.Shape;
import io.github.wengert.ops.Tensor;
import io.github.wengert.ops.Training;
import java.util.List;

/**
 * Dropout: in {@link Training}, each element becomes 0 with probability p, and the others are
 * divided by 1 − p, which keeps the expectation ("inverted dropout"). In evaluation, the result is
 * {@code x} itself. A dropped element has no gradient, even if it or the cotangent is infinite or
 * NaN.
 *
 * <p>Any shape. Which elements are dropped is a function of the training scope's key and of how
 * many keys were drawn in it before.
 *
 * <p>Source: Srivastava et al., Dropout, 2014; CS231n, Neural Networks part 2, "Regularization".
 *
 * @param p the probability of an element to be dropped, in [0, 1)
 */
public record Dropout(double p) implements Layer {
  /**
   * Checks the probability.
   *
   * @throws LayerException if it is out of range
   */
  public Dropout {
    if (!(p >= 0 && p < 1)) {
      throw new LayerException(
          "dropout: the probability is out of range: (%s not in [0, 1))".formatted(p));
    }
  }

  @Override
  public Tensor apply(Tensor x) {
    requireNonNull(x, "dropout: x must not be null");
    return Training.current("dropout")
        .map(training -> drop(training, x))
        .orElseGet(() -> Scope.unchanged(x));
  }

  private Tensor drop(Training training, Tensor x) {
    Tensor mask = RandomTensors.dropoutMask(training.nextKey(), x.dtype(), x.shape(), p);
    return Ops.where(mask, Ops.mul(x, mask), Tensor.scalar(x.dtype(), 0));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public String label() {
    return "Dropout(" + p + ")";
  }

  @Override
  public boolean keepsShape() {
    return true;
  }

  @Override
  public Shape outputShape(Shape input) {
    requireNonNull(input, "dropout: input must not be null");
    return input;
  }

  /** Returns the label, such as {@code Dropout(0.5)}. */
  @Override
  public String toString() {
    return label();
  }
}
