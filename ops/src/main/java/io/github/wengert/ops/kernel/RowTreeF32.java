package io.github.wengert.ops.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The sum of many rows of {@code float[]}, added in pairs: like the digits of a binary number that
 * counts them, at most one sum of 1, 2, 4, … rows is kept, and two sums of as many rows become one.
 * So each row goes through no more than {@code 1 + log₂ n} additions, and the order of all depends
 * on their number only.
 */
final class RowTreeF32 {
  private final ScalarRowsF32 loops;
  private final int width;

  /** The sum of 2ˡ rows at position l, if that digit of the count is 1. */
  private final float[][] sums = new float[Integer.SIZE][];

  private float @Nullable [] spare;
  private int count;

  RowTreeF32(ScalarRowsF32 loops, int width) {
    this.loops = loops;
    this.width = width;
  }

  /** Adds a row of {@code x}. */
  void add(float[] x, int at) {
    float[] carry = spare == null ? new float[width] : spare;
    System.arraycopy(x, at, carry, 0, width);
    int digit = 0;
    for (; (count >> digit & 1) != 0; digit++) {
      loops.addRow(sums[digit], 0, carry, 0, width);
    }
    spare = sums[digit];
    sums[digit] = carry;
    count++;
  }

  /** Adds the sum of all rows to a row of {@code y}, and forgets them. */
  void addTo(float[] y, int at) {
    for (int digit = 0; count >> digit != 0; digit++) {
      if ((count >> digit & 1) != 0) {
        loops.addRow(sums[digit], 0, y, at, width);
      }
    }
    count = 0;
  }
}
