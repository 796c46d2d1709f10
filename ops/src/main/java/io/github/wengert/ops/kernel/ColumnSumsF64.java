package io.github.wengert.ops.kernel;

/**
 * Sums of the columns of matrices of {@code double[]}, {@code [length, columns] → [columns]}: the
 * definition of a sum, to the bit. It depends on these two numbers only.
 *
 * <p>As many rows as fit the lanes stand side by side, a power of two of them, so that few columns
 * are as fast as many. Such wide rows are added one after the other, {@value #BLOCK} of them at
 * most; the sums of blocks in a {@linkplain RowTreeF64 tree}; and the rows that stood side by side
 * by halves. So no element goes through more than {@code BLOCK + 2 + log₂ n} additions, which
 * bounds the error: {@code (BLOCK + 2 + log₂ n) u Σ|x|}, with u half the distance from 1 to the
 * next number, where one chain had {@code n u Σ|x|}.
 */
final class ColumnSumsF64 {
  /**
   * How many rows are added one after the other. Fewer would cost more, since each sum of a block
   * is stored and read again.
   */
  static final int BLOCK = 64;

  /** Fewer rows are added one after the other, which costs less than adding them up by halves. */
  private static final int FEW = 16;

  /** How many wide rows there are. */
  final int rows;

  /** How many elements a wide row has. */
  final int width;

  /** How many elements are left behind the last wide row. */
  final int rest;

  private final ScalarRowsF64 loops;
  private final int columns;
  private final double[] lanes;
  private final RowTreeF64 tree;

  /**
   * Prepares sums.
   *
   * @param length how many elements a column has
   * @param columns how many columns there are
   */
  ColumnSumsF64(ScalarRowsF64 loops, int length, int columns) {
    this.loops = loops;
    this.columns = columns;
    int most = length < FEW ? 1 : Math.min(length, ScalarRowsF64.LANES / Math.max(1, columns));
    int side = Integer.highestOneBit(Math.max(1, most));
    width = side * columns;
    rows = length / side;
    rest = length * columns - rows * width;
    lanes = new double[side == 1 ? 0 : width];
    tree = new RowTreeF64(loops, width);
  }

  /** y[yAt + c] ← the sum of column c, which has an element at least. */
  void sum(double[] x, int xAt, double[] y, int yAt) {
    if (width == columns) {
      sumOfWideRows(x, xAt, y, yAt);
    } else {
      sumOfWideRows(x, xAt, lanes, 0);
      fold(lanes);
      System.arraycopy(lanes, 0, y, yAt, columns);
    }
  }

  private void sumOfWideRows(double[] x, int xAt, double[] y, int yAt) {
    for (int row = 0; row < rows; row += BLOCK) {
      if (row > 0) {
        tree.add(y, yAt);
      }
      loops.sumOfRows(x, xAt + row * width, Math.min(BLOCK, rows - row), y, yAt, width);
    }
    if (rest > 0) {
      loops.addRow(x, xAt + rows * width, y, yAt, rest);
    }
    if (rows > BLOCK) {
      tree.addTo(y, yAt);
    }
  }

  /** Adds up, at the beginning of a wide row, the rows that stand side by side in it. */
  void fold(double[] row) {
    for (int half = width / 2; half >= columns; half /= 2) {
      loops.addRow(row, half, row, 0, half);
    }
  }
}
