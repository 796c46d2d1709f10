package io.github.wengert.ops;

import io.github.wengert.ops.kernel.Kernels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes that a normalisation averages over: all but {@code [from, to)}. Elements at one position
 * along {@code [from, to)} form a group and share a mean and a variance. A layer norm over the last
 * axis averages over all but {@code [0, rank − 1)}; a batch norm of {@code [n, channels, ..]} over
 * all but {@code [1, 2)}.
 *
 * @param from the first axis that separates groups
 * @param to the axis after the last one that does; {@code from} if all elements form one group
 */
record NormalizedAxes(int from, int to) {
  /** Returns the shape of one number for each group. */
  Shape shape(Shape x) {
    return x.slice(from, to);
  }

  /** Returns how many elements a group has. */
  int size(Shape x) {
    return outer(x) * inner(x);
  }

  /** Refuses {@code numbers} unless there is one for each group. */
  void requireOneEach(String operation, Shape x, String what, Tensor numbers) {
    if (!numbers.shape().equals(shape(x))) {
      throw new ShapeException(
          "%s: the %s has another shape than axes [%d, %d) of x: x %s (%s ≠ %s)"
              .formatted(operation, what, from, to, x, numbers.shape(), shape(x)));
    }
  }

  int outer(Shape x) {
    return x.elements(0, from);
  }

  int count(Shape x) {
    return x.elements(from, to);
  }

  int inner(Shape x) {
    return x.elements(to, x.rank());
  }

  /** Returns the sum of each group. */
  Tensor sum(Tensor x) {
    // Two contiguous sums; one sum over scattered axes would first move them.
    int[] behind = IntStream.range(to, x.rank()).toArray();
    Tensor rows = behind.length == 0 ? x : Ops.sum(x, behind);
    return from == 0 ? rows : Ops.sum(rows, IntStream.range(0, from).toArray());
  }

  /** Returns the mean of each group. */
  Tensor mean(Tensor x) {
    return Ops.mul(sum(x), 1.0 / size(x.shape()));
  }

  /**
   * Returns {@code x} minus the mean of its group. A second step subtracts the rounding error of
   * the mean.
   */
  Tensor centred(Tensor x) {
    return lessMean(lessMean(x));
  }

  private Tensor lessMean(Tensor x) {
    return Ops.sub(x, expand(mean(x), x.shape()));
  }

  /** Repeats one number for each group up to the shape of {@code x}. */
  Tensor expand(Tensor numbers, Shape x) {
    int[] extents = x.toArray();
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = axis < from || axis >= to ? 1 : extents[axis];
    }
    return Ops.broadcastTo(Ops.reshape(numbers, extents), x);
  }

  /** Returns mean and biased variance of each group, as constants. */
  Moments moments(Tensor x) {
    Tensor mean = Tensor.zeros(x.dtype(), shape(x.shape()));
    Tensor variance = Tensor.zeros(x.dtype(), shape(x.shape()));
    Traced.hidden("batchNorm: its moments", List.of(x), mean, variance);
    Kernels<Object> kernels = x.dtype().kernels();
    Shape shape = x.shape();
    if (shape.elements() == 0) { // of no channels, though each may have many positions
      return new Moments(mean, variance);
    }
    kernels.moments(
        x.array(), outer(shape), count(shape), inner(shape), mean.array(), variance.array());
    return new Moments(mean, variance);
  }

  /** Mean and biased variance of each group. */
  record Moments(Tensor mean, Tensor variance) {}
}
