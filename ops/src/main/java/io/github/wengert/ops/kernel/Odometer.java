package io.github.wengert.ops.kernel;

/**
 * Counts through the rows of a strided array: the start of each row along the last axis, in
 * row-major order.
 */
final class Odometer {
  private final int[] strides;
  private final int[] extents;
  private final int[] index;
  private final int last;
  private int at;

  Odometer(int offset, int[] strides, int[] extents) {
    this.strides = strides;
    this.extents = extents;
    this.last = extents.length - 1;
    this.index = new int[Math.max(0, last)];
    this.at = offset;
  }

  int rowLength() {
    return last < 0 ? 1 : extents[last];
  }

  int rowStride() {
    return last < 0 ? 1 : strides[last];
  }

  /** Returns where the present row starts, and moves on to the next. */
  int next() {
    int start = at;
    for (int axis = last - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < extents[axis]) {
        break;
      }
      at -= strides[axis] * extents[axis];
      index[axis] = 0;
    }
    return start;
  }
}
