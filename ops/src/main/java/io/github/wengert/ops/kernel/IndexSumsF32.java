package io.github.wengert.ops.kernel;

import java.util.Arrays;

/**
 * Rows of {@code float[]} that are added to where indices say, several of them perhaps to one
 * place. As in {@link ColumnSumsF32}, {@value ColumnSumsF32#BLOCK} of these at most are added one
 * after the other, and the sums of such blocks in a {@linkplain RowTreeF32 tree}.
 */
final class IndexSumsF32 {
  private final ScalarRowsF32 loops;
  private final int[] indices;
  private final int extent;
  private final int inner;

  /**
   * Prepares sums.
   *
   * @param indices where each row goes to, in [0, extent)
   * @param inner the length of a row
   */
  IndexSumsF32(ScalarRowsF32 loops, int[] indices, int extent, int inner) {
    this.loops = loops;
    this.indices = indices;
    this.extent = extent;
    this.inner = inner;
  }

  /** {@code [outer, indices, inner] → [outer, extent, inner]}. */
  void run(float[] x, int outer, float[] y) {
    Arrays.fill(y, 0, outer * extent * inner, 0);
    int[] counts = counts();
    boolean oneBlockEach = true;
    for (int count : counts) {
      oneBlockEach &= count <= ColumnSumsF32.BLOCK;
    }
    if (oneBlockEach) {
      addInOrder(x, outer, y);
    } else {
      addPlaceByPlace(x, outer, y, counts);
    }
  }

  /** Returns how many rows go to each place, or nothing if there are few rows at all. */
  private int[] counts() {
    if (indices.length <= ColumnSumsF32.BLOCK) {
      return new int[0];
    }
    int[] counts = new int[extent];
    for (int index : indices) {
      counts[index]++;
    }
    return counts;
  }

  private void addInOrder(float[] x, int outer, float[] y) {
    for (int o = 0; o < outer; o++) {
      int from = o * indices.length * inner;
      int to = o * extent * inner;
      if (inner == 1) {
        for (int i = 0; i < indices.length; i++) {
          y[to + indices[i]] += x[from + i];
        }
      } else {
        for (int i = 0; i < indices.length; i++) {
          loops.addRow(x, from + i * inner, y, to + indices[i] * inner, inner);
        }
      }
    }
  }

  private void addPlaceByPlace(float[] x, int outer, float[] y, int[] counts) {
    int[] order = order(counts);
    RowTreeF32 tree = new RowTreeF32(loops, inner);
    for (int o = 0; o < outer; o++) {
      int from = o * indices.length * inner;
      int next = 0;
      for (int place = 0; place < extent; place++) {
        int to = (o * extent + place) * inner;
        for (int i = 0; i < counts[place]; i++) {
          if (i > 0 && i % ColumnSumsF32.BLOCK == 0) {
            tree.add(y, to);
            Arrays.fill(y, to, to + inner, 0);
          }
          loops.addRow(x, from + order[next++] * inner, y, to, inner);
        }
        tree.addTo(y, to);
      }
    }
  }

  /** Returns the rows, those of one place after those of another, each in their order. */
  private int[] order(int[] counts) {
    int[] next = new int[extent];
    for (int place = 1; place < extent; place++) {
      next[place] = next[place - 1] + counts[place - 1];
    }
    int[] order = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      order[next[indices[i]]++] = i;
    }
    return order;
  }
}
