package io.github.wengert.ops;

import com.google.common.primitives.ImmutableIntArray;
import io.github.wengert.autograd.Autograd;
import java.util.Arrays;
import java.util.List;

/**
 * Which axes a reduction works along, counted from 0 and sorted, and whether they are kept.
 *
 * @param indices the axes; none means that each element is a group of its own
 * @param keep whether reduced axes stay with extent 1
 */
record Axes(ImmutableIntArray indices, boolean keep) {
  /** Returns {@code axes} of {@code shape}, all of them if none is named. */
  static Axes of(String operation, Shape shape, boolean keep, int... axes) {
    return new Axes(ImmutableIntArray.copyOf(shape.axes(operation, axes)), keep);
  }

  int[] sorted() {
    return indices.toArray();
  }

  /** Returns how many elements of {@code shape} go into one result. */
  int count(Shape shape) {
    int count = 1;
    for (int i = 0; i < indices.length(); i++) {
      count *= shape.size(indices.get(i));
    }
    return count;
  }

  /** Returns the shape of the result. */
  Shape reduced(Shape shape) {
    return shape.reduced(sorted(), keep);
  }

  /**
   * Returns {@code result}, or a cotangent of it, with the reduced axes repeated up to {@code x}.
   */
  Tensor expand(Tensor result, Shape x) {
    return Ops.broadcastTo(Ops.reshape(result, x.reduced(sorted(), true)), x);
  }

  /** Returns the mean of {@code x} along these axes. */
  Tensor mean(Tensor x) {
    return Autograd.apply(new Mean(this), x);
  }

  /**
   * Returns {@code x} minus its mean along these axes. A second step subtracts the rounding error
   * of the mean.
   */
  Tensor centred(Tensor x) {
    return lessMean(lessMean(x));
  }

  private Tensor lessMean(Tensor x) {
    return Ops.sub(x, expand(mean(x), x.shape()));
  }

  /** Returns the sum of {@code x} along these axes. */
  Tensor sum(Tensor x) {
    return Autograd.apply(new Sum(this), x);
  }

  /** Returns, as a constant, 1 for each element that equals {@code extreme}, else 0. */
  Tensor extremes(Tensor x, Tensor extreme) {
    Tensor repeated = expand(Autograd.stopGradient(extreme), x.shape());
    return BranchMasks.of(x, repeated, (value, best) -> value == best ? 1 : 0);
  }

  /** Returns {@code x} itself if the axes are neighbours, else a copy in which they stand last. */
  Tensor lastIfScattered(Tensor x) {
    if (areNeighbours()) {
      return x;
    }
    return new Permute(ImmutableIntArray.copyOf(scatteredLast(x.rank()))).forward(List.of(x));
  }

  /** Copies what {@link #lastIfScattered} moved, or has the order of that, back into place. */
  void backIfScattered(Tensor moved, Tensor out) {
    if (moved == out) {
      return;
    }
    int[] order = scatteredLast(out.rank());
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    new Permute(ImmutableIntArray.copyOf(back)).compute(List.of(moved), out);
  }

  /** Returns all axes, those that are reduced behind the others. */
  private int[] scatteredLast(int rank) {
    int[] order = new int[rank];
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (!indices.contains(axis)) {
        order[next++] = axis;
      }
    }
    for (int axis : sorted()) {
      order[next++] = axis;
    }
    return order;
  }

  /** Returns where the axes stand in what {@link #lastIfScattered} returned. */
  int[] positionsIn(Shape shape) {
    int[] positions = sorted();
    if (!areNeighbours()) {
      Arrays.setAll(positions, i -> shape.rank() - positions.length + i);
    }
    return positions;
  }

  private boolean areNeighbours() {
    int length = indices.length();
    return length == 0 || indices.get(length - 1) - indices.get(0) == length - 1;
  }
}
