package io.github.wengert.ops.kernel;

/**
 * Softmax and its kin along the columns of matrices of {@code float[]}, the middle of {@code
 * [outer, length, inner]}. Some neighbouring columns at a time go through all steps.
 */
final class SoftmaxColumnsF32 {
  /** About how many elements go through the steps together, within the second cache. */
  private static final int TILE = 1 << 16;

  private final ScalarRowsF32 loops;
  private final int outer;
  private final int length;
  private final int inner;
  private final int most;

  /** exp(x − max) of the columns of a tile, dense. */
  private final float[] e;

  private final float[] max;
  private final float[] sum;

  /** Prepares for matrices that have an element at least. */
  SoftmaxColumnsF32(ScalarRowsF32 loops, int outer, int length, int inner) {
    this.loops = loops;
    this.outer = outer;
    this.length = length;
    this.inner = inner;
    most = Math.clamp(TILE / length, 1, inner);
    e = new float[length * most];
    max = new float[most];
    sum = new float[most];
  }

  private interface Tile {
    /** Takes where the columns begin in x, where their results begin in y, and their number. */
    void accept(int from, int to, int columns);
  }

  void logSumExp(float[] x, float[] y) {
    forEachTile(
        x,
        (from, to, columns) -> {
          loops.logRow(sum, 0, columns);
          for (int c = 0; c < columns; c++) {
            y[to + c] = ScalarRowsF32.logSumExpOf(max[c], sum[c]);
          }
        });
  }

  void softmax(float[] x, float[] y) {
    forEachTile(
        x,
        (from, to, columns) -> {
          for (int l = 0; l < length; l++) {
            for (int c = 0; c < columns; c++) {
              y[from + l * inner + c] = e[l * columns + c] / sum[c];
            }
          }
        });
  }

  void logSoftmax(float[] x, float[] y) {
    forEachTile(
        x,
        (from, to, columns) -> {
          loops.logRow(sum, 0, columns);
          for (int l = 0; l < length; l++) {
            for (int c = 0; c < columns; c++) {
              int at = from + l * inner + c;
              y[at] = x[at] - max[c] - sum[c];
            }
          }
        });
  }

  /** Finds maxima, exponentials and sums of some columns, then hands these over. */
  private void forEachTile(float[] x, Tile tile) {
    ColumnSumsF32 ofMost = new ColumnSumsF32(loops, length, most);
    for (int o = 0; o < outer; o++) {
      for (int first = 0; first < inner; first += most) {
        int columns = Math.min(most, inner - first);
        int from = o * length * inner + first;
        exponentiate(x, from, columns);
        ColumnSumsF32 sums = columns == most ? ofMost : new ColumnSumsF32(loops, length, columns);
        sums.sum(e, 0, sum, 0);
        tile.accept(from, o * inner + first, columns);
      }
    }
  }

  private void exponentiate(float[] x, int from, int columns) {
    System.arraycopy(x, from, max, 0, columns);
    for (int l = 1; l < length; l++) {
      loops.maxIntoRow(x, from + l * inner, max, columns);
    }
    for (int l = 0; l < length; l++) {
      for (int c = 0; c < columns; c++) {
        e[l * columns + c] = x[from + l * inner + c] - max[c];
      }
    }
    loops.expRow(e, 0, length * columns);
  }
}
