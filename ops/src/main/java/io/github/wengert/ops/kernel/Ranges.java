package io.github.wengert.ops.kernel;

/** Cuts loops over elements that do not depend on each other into ranges for several threads. */
final class Ranges {
  /** About what a step costs for each element, in operations. */
  private static final int OPERATIONS = 10;

  /** Ranges begin at multiples of this, so that no two threads write to one cache line. */
  private static final int GRAIN = 64;

  private Ranges() {}

  /** A loop over positions in [from, to). */
  interface Loop {
    void run(int from, int to);
  }

  /** Whether a loop over [0, n) stays in one range. */
  static boolean isOne(int n) {
    return Workers.partsFor((long) OPERATIONS * n) == 1;
  }

  /** Runs {@code loop} over the elements [0, n), in as many ranges as pay. */
  static void run(int n, Loop loop) {
    int parts = Workers.partsFor((long) OPERATIONS * n);
    if (parts == 1) { // the usual case, without another object
      loop.run(0, n);
      return;
    }
    run(Math.ceilDiv(n, GRAIN), parts, (from, to) -> loop.run(position(from, n), position(to, n)));
  }

  /** Runs {@code loop} over the blocks [0, blocks) of {@code size} elements each. */
  static void runBlocks(int blocks, int size, Loop loop) {
    run(blocks, Workers.partsFor((long) OPERATIONS * blocks * size), loop);
  }

  private static void run(int units, int parts, Loop loop) {
    int share = Math.ceilDiv(units, parts);
    Workers.run(parts, p -> loop.run(Math.min(units, p * share), Math.min(units, (p + 1) * share)));
  }

  private static int position(int grains, int n) {
    return (int) Math.min(n, (long) grains * GRAIN);
  }
}
