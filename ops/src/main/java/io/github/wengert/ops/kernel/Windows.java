package io.github.wengert.ops.kernel;

import java.util.stream.IntStream;

/**
 * The windows that slide along one axis of an image: tap t of window i stands at {@code i · stride
 * − padding + t · dilation}, which may lie outside of the axis.
 *
 * @param length the length of the axis, without padding
 * @param size the number of taps of a window, at least 1
 * @param stride how far windows are apart, at least 1
 * @param padding how far the first window begins in front of the axis, not negative
 * @param dilation how far taps are apart, at least 1
 * @param count the number of windows
 */
public record Windows(int length, int size, int stride, int padding, int dilation, int count) {
  /** Returns where a tap of a window stands. */
  int position(int window, int tap) {
    return window * stride - padding + tap * dilation;
  }

  /** Returns the first window whose tap does not stand in front of the axis. */
  int first(int tap) {
    return Math.clamp(Math.ceilDiv(padding - tap * dilation, stride), 0, count);
  }

  /** Returns one more than the last window whose tap does not stand behind the axis. */
  int end(int tap) {
    int last = Math.floorDiv(length - 1 + padding - tap * dilation, stride);
    return Math.clamp(last + 1L, first(tap), count);
  }

  /** Returns {@link #first} of each tap. */
  int[] firsts() {
    return IntStream.range(0, size).map(this::first).toArray();
  }

  /** Returns {@link #end} of each tap. */
  int[] ends() {
    return IntStream.range(0, size).map(this::end).toArray();
  }

  /** Returns where the part of an undilated window begins that lies on the axis. */
  int begin(int window) {
    return Math.max(0, position(window, 0));
  }

  /** Returns where the part of an undilated window stops that lies on the axis. */
  int stop(int window) {
    return Math.min(length, position(window, 0) + size);
  }

  /** Returns in how many undilated windows an element lies at most. */
  int overlap() {
    return Math.min(count, Math.ceilDiv(size, stride));
  }

  /** Returns how much of an undilated window lies on the axis or on its padding. */
  int extent(int window) {
    int at = position(window, 0);
    return Math.min(at + size, length + padding) - at;
  }
}
