package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.DotsF64.LANES;
import static io.github.wengert.ops.kernel.VectorTilesF64.L;
import static io.github.wengert.ops.kernel.VectorTilesF64.WIDEST;

import io.github.wengert.ops.kernel.DotsF64.Scratch;
import jdk.incubator.vector.DoubleVector;

/**
 * Dot products by vectors, for {@link DotsF64}, in {@linkplain VectorDotBlocksF64 blocks} of 4 × 4
 * sums where there are registers for them, and of eight, which are as many as multiply-adds can be
 * under way at once. Where a vector has fewer lanes than a sum, k runs several times, for some of
 * the lanes each.
 */
final class VectorDotsF64 {
  /** Rows of so many elements are still in the first cache when k runs again. */
  private static final int NEAR = (1 << 15) / Double.BYTES;

  /** The rows of the highest block. */
  private static final int EIGHT = 8;

  private VectorDotsF64() {}

  /** Computes {@link ScalarKernelsF64#dots}. */
  static void dots(
      int rows, int width, int k, double[] p, int pAt, int pStep, double[] q, Scratch scratch) {
    int height = L < LANES ? Math.max(width == 1 ? EIGHT : 4, NEAR / k & -EIGHT) : rows;
    for (int i = 0; i < rows; i += height) {
      int some = Math.min(height, rows - i);
      for (int lane = 0; lane < LANES; lane += L) {
        blocks(some, width, k, lane, p, pAt + i * pStep, pStep, q, scratch, i * width);
      }
      if (L < LANES) {
        for (int sum = i * width; sum < (i + some) * width; sum += EIGHT) {
          addLanes(scratch.lanes, sum * LANES, scratch.sums, sum);
        }
      }
    }
  }

  /** Computes some lanes of sums, from one sum on. */
  private static void blocks(
      int rows,
      int width,
      int k,
      int lane,
      double[] p,
      int pAt,
      int pStep,
      double[] q,
      Scratch scratch,
      int to) {
    int[] qAt = scratch.qAt;
    double[] lanes = scratch.lanes;
    double[] sums = scratch.sums;
    if (width == 1) {
      VectorDotBlocksF64.block8x1(rows, k, lane, p, pAt, pStep, q, qAt, 0, lanes, to, 1, sums);
    } else if (width == 4 && WIDEST == 4) {
      VectorDotBlocksF64.block4x4(rows, k, lane, p, pAt, pStep, q, qAt, 0, lanes, to, 4, sums);
    } else {
      for (int j = 0; j < width; j += 2) {
        VectorDotBlocksF64.block4x2(
            rows, k, lane, p, pAt, pStep, q, qAt, j, lanes, to + j, width, sums);
      }
    }
  }

  /** Computes {@link ScalarKernelsF64#rowsTimesRow}. */
  static void rowsTimesRow(int count, int k, double[] p, double[] q, double[] s, double[] c) {
    Scratch scratch = new Scratch(EIGHT);
    for (int i = 0; i < count; i += EIGHT) {
      int rows = Math.min(EIGHT, count - i);
      dots(rows, 1, k, p, i * k, k, q, scratch);
      for (int r = 0; r < rows; r++) {
        c[i + r] = s[i + r] + scratch.sums[r];
      }
    }
  }

  /**
   * Adds up the sixteen lanes of eight sums: the upper half to the lower one until one is left.
   *
   * @param at where the lanes begin in {@code lanes}
   * @param to where the sums go in {@code sums}
   */
  private static void addLanes(double[] lanes, int at, double[] sums, int to) {
    if (!VectorPackF64.HAS_EIGHT) {
      for (int i = 0; i < 8; i++) {
        sums[to + i] = ScalarKernelsF64.sumOfFew(lanes, at + i * LANES, LANES);
      }
      return;
    }
    DoubleVector low = VectorPackF64.LOW;
    DoubleVector high = VectorPackF64.HIGH;
    DoubleVector s0 = halves(lanes, at);
    DoubleVector s1 = halves(lanes, at + LANES);
    DoubleVector s2 = halves(lanes, at + 2 * LANES);
    DoubleVector s3 = halves(lanes, at + 3 * LANES);
    DoubleVector s4 = halves(lanes, at + 4 * LANES);
    DoubleVector s5 = halves(lanes, at + 5 * LANES);
    DoubleVector s6 = halves(lanes, at + 6 * LANES);
    DoubleVector s7 = halves(lanes, at + 7 * LANES);
    DoubleVector t0 = low.selectFrom(s0, s4).add(high.selectFrom(s0, s4));
    DoubleVector t1 = low.selectFrom(s1, s5).add(high.selectFrom(s1, s5));
    DoubleVector t2 = low.selectFrom(s2, s6).add(high.selectFrom(s2, s6));
    DoubleVector t3 = low.selectFrom(s3, s7).add(high.selectFrom(s3, s7));
    DoubleVector u0 = low.selectFrom(t0, t2).add(high.selectFrom(t0, t2));
    DoubleVector u1 = low.selectFrom(t1, t3).add(high.selectFrom(t1, t3));
    low.selectFrom(u0, u1).add(high.selectFrom(u0, u1)).intoArray(sums, to);
  }

  private static DoubleVector halves(double[] lanes, int at) {
    return DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at)
        .add(DoubleVector.fromArray(VectorPackF64.EIGHT, lanes, at + 8));
  }
}
