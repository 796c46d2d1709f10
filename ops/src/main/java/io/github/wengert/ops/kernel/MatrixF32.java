package io.github.wengert.ops.kernel;

/**
 * A matrix as a view of an array: element (i, j) is {@code array[at + i · row + j · column]}.
 *
 * @param array what holds the elements
 * @param at where element (0, 0) is
 * @param row how far rows are apart
 * @param column how far columns are apart
 */
@SuppressWarnings("ArrayRecordComponent") // a view is never compared
record MatrixF32(float[] array, int at, int row, int column) {
  /** The most elements that a tile of a product is wide: four registers of 2048 bits. */
  private static final int WIDEST_TILE = 256;

  /** What a chain of additions starts from: zeros, as many and as far apart as a tile wants. */
  static final MatrixF32 ZERO = new MatrixF32(new float[WIDEST_TILE], 0, 0, 0);

  /** Views a dense matrix, which is stored with its axes swapped if {@code transposed} says so. */
  static MatrixF32 of(float[] array, int at, int rows, int columns, boolean transposed) {
    return transposed ? new MatrixF32(array, at, 1, rows) : new MatrixF32(array, at, columns, 1);
  }

  MatrixF32 transposed() {
    return new MatrixF32(array, at, column, row);
  }

  /** Views the part from element (i, j) on. */
  MatrixF32 from(int i, int j) {
    return new MatrixF32(array, index(i, j), row, column);
  }

  int index(int i, int j) {
    return at + i * row + j * column;
  }
}
