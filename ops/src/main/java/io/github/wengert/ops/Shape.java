package io.github.wengert.ops;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The extents of a tensor along its axes, such as {@code [32, 784]}. The shape of a scalar is
 * {@code []}.
 *
 * <p>Axes are counted from 0; a negative axis counts from the end, so −1 is the last one.
 */
public final class Shape {
  /** The shape {@code []}, of one element. */
  public static final Shape SCALAR = new Shape(new int[0], 1);

  private final int[] extents;
  private final int elements;

  private Shape(int[] extents, int elements) {
    this.extents = extents;
    this.elements = elements;
  }

  /**
   * Returns the shape with these extents.
   *
   * @throws ShapeException if an extent is negative, or if there are more than 2³¹ − 1 elements,
   *     those of 0 not counted
   */
  public static Shape of(int... extents) {
    return extents.length == 0 ? SCALAR : checked(extents.clone());
  }

  /** Returns the shape {@code [rows, columns]}, whose extents are those of other shapes. */
  static Shape matrix(int rows, int columns) {
    return checked(new int[] {rows, columns});
  }

  private static Shape checked(int[] extents) {
    long positions = 1; // if an extent of 0 counted as 1: no product of some extents overflows
    boolean isEmpty = false;
    for (int extent : extents) {
      if (extent < 0) {
        throw new ShapeException(
            "shape: an extent is negative: %s (%d < 0)"
                .formatted(Arrays.toString(extents), extent));
      }
      isEmpty |= extent == 0;
      positions *= Math.max(extent, 1);
      if (positions > Integer.MAX_VALUE) {
        throw new ShapeException(
            "shape: too many elements for one array%s: %s (%d > %d)"
                .formatted(
                    isEmpty ? ", even without the axes of extent 0" : "",
                    Arrays.toString(extents),
                    positions,
                    Integer.MAX_VALUE));
      }
    }
    return new Shape(extents, isEmpty ? 0 : (int) positions);
  }

  /** Returns the number of axes. */
  public int rank() {
    return extents.length;
  }

  /** Returns the number of elements: the product of the extents, 1 for a scalar. */
  public int elements() {
    return elements;
  }

  /**
   * Returns the extent along {@code axis}.
   *
   * @throws ShapeException if there is no such axis
   */
  public int size(int axis) {
    return extents[axis("size", axis)];
  }

  /** Returns the extents. */
  public ImmutableIntArray extents() {
    return ImmutableIntArray.copyOf(extents);
  }

  /** Returns the extents as a new array. */
  int[] toArray() {
    return extents.clone();
  }

  /** Returns {@code axis} counted from 0; refuses one that this shape does not have. */
  int axis(String operation, int axis) {
    int counted = axis < 0 ? axis + rank() : axis;
    if (counted < 0 || counted >= rank()) {
      throw new ShapeException(
          "%s: no such axis: axis %d of %s (%d not in [%d, %d))"
              .formatted(operation, axis, this, axis, -rank(), rank()));
    }
    return counted;
  }

  /** Returns {@code axes} counted from 0 and sorted, all axes if none is given; refuses repeats. */
  int[] axes(String operation, int... axes) {
    int[] counted = new int[axes.length == 0 ? rank() : axes.length];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = axes.length == 0 ? i : axis(operation, axes[i]);
      for (int j = 0; j < i; j++) {
        if (counted[j] == counted[i]) {
          throw new ShapeException(
              "%s: an axis is named twice: axes %s of %s (%d = %d)"
                  .formatted(operation, Arrays.toString(axes), this, axes[j], axes[i]));
        }
      }
    }
    Arrays.sort(counted);
    return counted;
  }

  /** Returns the distance in the array between neighbours along each axis. */
  int[] strides() {
    int[] strides = new int[rank()];
    int stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** Returns the product of the extents in {@code [from, to)}. */
  int elements(int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= extents[axis];
    }
    return product;
  }

  /** Returns how many rows there are to print, which may be many even if all of them are empty. */
  long rows() {
    long rows = 1;
    for (int axis = 0; axis < rank() - 1 && extents[axis] > 0; axis++) {
      rows = Math.min(rows * extents[axis], Integer.MAX_VALUE);
    }
    return rows;
  }

  /** Returns this shape with another extent along {@code axis}. */
  Shape with(int axis, int extent) {
    int[] changed = extents.clone();
    changed[axis] = extent;
    return checked(changed);
  }

  /** Returns this shape with axis {@code axis} left out. */
  Shape without(int axis) {
    return reduced(new int[] {axis}, false);
  }

  /**
   * Returns this shape with {@code sortedAxes} reduced: extent 1 if they are kept, else left out.
   */
  Shape reduced(int[] sortedAxes, boolean keepAxes) {
    if (!keepAxes && sortedAxes.length == rank()) {
      return SCALAR;
    }
    int[] result = new int[keepAxes ? rank() : rank() - sortedAxes.length];
    int next = 0;
    for (int axis = 0; axis < rank(); axis++) {
      boolean isReduced = Arrays.binarySearch(sortedAxes, axis) >= 0;
      if (!isReduced || keepAxes) {
        result[next++] = isReduced ? 1 : extents[axis];
      }
    }
    return of(result);
  }

  /** Returns axes {@code [from, to)} as a shape. */
  Shape slice(int from, int to) {
    return from == to ? SCALAR : checked(Arrays.copyOfRange(extents, from, to));
  }

  /** Returns this shape followed by {@code other}. */
  Shape concat(Shape other) {
    int[] both = Arrays.copyOf(extents, rank() + other.rank());
    System.arraycopy(other.extents, 0, both, rank(), other.rank());
    return checked(both);
  }

  /**
   * Returns the shape that {@code a} and {@code b} are broadcast to, by NumPy's rule: aligned at
   * the last axis, extents must be equal or one of them 1.
   */
  static Shape broadcast(String operation, String what, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] result = new int[rank];
    for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
      int x = fromEnd > a.rank() ? 1 : a.extents[a.rank() - fromEnd];
      int y = fromEnd > b.rank() ? 1 : b.extents[b.rank() - fromEnd];
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException(
            "%s: %s cannot be broadcast together: %s and %s, at axis -%d (%d ≠ %d)"
                .formatted(operation, what, a, b, fromEnd, x, y));
      }
      result[rank - fromEnd] = x == 1 ? y : x;
    }
    return of(result);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape that && Arrays.equals(extents, that.extents));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** Returns the extents in brackets, such as {@code [32, 784]}. */
  @Override
  public String toString() {
    return Arrays.stream(extents)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
