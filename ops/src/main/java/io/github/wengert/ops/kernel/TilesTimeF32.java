package io.github.wengert.ops.kernel;

import static io.github.wengert.ops.kernel.VectorMatmulF32.rowsFor;
import static io.github.wengert.ops.kernel.VectorMatmulF32.widthFor;
import static io.github.wengert.ops.kernel.VectorTilesF32.L;

/**
 * An estimate of how long a matrix product takes by tiles, in cycles: good enough to tell which of
 * two ways is the shorter one.
 *
 * <p>A step of k takes a tile as long as its multiply-adds take, or its instructions, whichever is
 * more. To this comes what it costs to enter a tile and to leave it, to transpose panels, and to
 * transpose the result. These costs are rounded from those that fit the times of some hundred
 * random products best.
 */
final class TilesTimeF32 {
  /** How many elements a cycle multiplies and adds: two vectors of 32 bytes, or one of 64. */
  private static final int FLOW = 64 / Float.BYTES;

  /** How many instructions a cycle takes in. */
  private static final int ISSUE = 6;

  /** The instructions of a step that spread an element of A: its index, its check, and itself. */
  private static final int SPREADING = 4;

  /** How long a multiply-add takes until the next one can go on from its sum. */
  private static final int LATENCY = 4;

  /** Entering a tile and leaving it. */
  private static final int TILE = 150;

  /** Transposing four elements of the result; one of a panel takes a cycle. */
  private static final int FOUR_TRANSPOSED = 5;

  private TilesTimeF32() {}

  /** Estimates {@code [m, k] · [k, n]}, where panels may have to be transposed. */
  static long ofProduct(int m, int k, int n, boolean transposes) {
    long time = ofTiles(m, k, n);
    return transposes ? time + (long) k * n : time;
  }

  /** Estimates the same if the result has to be transposed, too. */
  static long ofTransposed(int m, int k, int n, boolean transposes) {
    return ofProduct(m, k, n, transposes) + (long) m * n * FOUR_TRANSPOSED / 4 + TILE;
  }

  private static long ofTiles(int rows, int k, int columns) {
    long time = 0;
    long panel = 0;
    int width = 0;
    for (int j = 0; j < columns; j += width) {
      int next = widthFor(columns - j);
      panel = next == width ? panel : ofPanel(rows, k, next);
      width = next;
      time += panel;
    }
    return time;
  }

  private static long ofPanel(int rows, int k, int width) {
    int highest = rowsFor(Integer.MAX_VALUE, width);
    int many = Math.max(0, rows / highest - 2); // what is left may be cut up in another way
    long time = many * ofTile(highest, k, width);
    int height;
    for (int i = many * highest; i < rows; i += height) {
      height = rowsFor(rows - i, width);
      time += ofTile(height, k, width);
    }
    return time;
  }

  private static long ofTile(int rows, int k, int width) {
    int vectors = width > L ? width / L : width == L ? 2 : 1; // a narrow tile is of halves
    int instructions = rows * (SPREADING + vectors) + 2 * vectors + SPREADING;
    int flow = rows * width * ISSUE / FLOW;
    int step = Math.max(Math.max(flow, instructions), LATENCY * ISSUE); // slots for instructions
    return (long) step * k / ISSUE + TILE;
  }
}
