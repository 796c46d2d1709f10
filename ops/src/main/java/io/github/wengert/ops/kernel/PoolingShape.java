package io.github.wengert.ops.kernel;

/**
 * The sizes of a pooling: {@code [planes, rows, columns] → [planes, windows down, windows across]}.
 * Each window has an element of x at least.
 *
 * @param planes the channels of all samples
 * @param rows the windows down a plane, without dilation
 * @param columns the windows across a plane, without dilation
 */
public record PoolingShape(int planes, Windows rows, Windows columns) {
  /** Returns the number of elements of a plane of x. */
  int pixels() {
    return rows.length() * columns.length();
  }

  /** Returns the number of elements of a plane of y. */
  int windows() {
    return rows.count() * columns.count();
  }

  /** Runs a loop over planes [from, end) in parts that threads share. */
  void forEachPart(Part part) {
    long operations = (long) planes * windows() * rows.size() * columns.size();
    int parts = Math.min(Math.max(1, planes), Workers.partsFor(operations * OPERATIONS_OF_ELEMENT));
    Workers.run(
        parts,
        p -> part.run((int) ((long) planes * p / parts), (int) ((long) planes * (p + 1) / parts)));
  }

  /** What visiting an element costs, in operations of a matrix product. */
  private static final int OPERATIONS_OF_ELEMENT = 20;

  /** A loop over some planes. */
  interface Part {
    void run(int from, int end);
  }
}
