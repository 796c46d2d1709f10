package io.github.wengert.autograd;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import org.jspecify.annotations.Nullable;

/** The position of each leaf among the leaves of a sweep, by its node. */
final class LeafPositions {
  /** Null if a leaf's position is its node, as in an outermost scope. */
  private final @Nullable Int2IntOpenHashMap positions;

  private final int count;

  /**
   * Numbers the leaves of a sweep.
   *
   * @param nodes the node of each leaf; one that occurs twice is one leaf
   */
  LeafPositions(int[] nodes) {
    positions = areNumbered(nodes) ? null : positions(nodes);
    count = positions == null ? nodes.length : positions.size();
  }

  private static boolean areNumbered(int[] nodes) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] != i) {
        return false;
      }
    }
    return true;
  }

  private static Int2IntOpenHashMap positions(int[] nodes) {
    Int2IntOpenHashMap positions = new Int2IntOpenHashMap(nodes.length);
    for (int i = 0; i < nodes.length; i++) {
      positions.put(nodes[i], i);
    }
    return positions;
  }

  /** Returns how many leaves there are. */
  int count() {
    return count;
  }

  /** Whether {@code reference} is the node of a leaf. */
  boolean contains(int reference) {
    return positions == null
        ? reference >= 0 && reference < count
        : positions.containsKey(reference);
  }

  /** Returns the position of the leaf {@code node}. */
  int of(int node) {
    return positions == null ? node : positions.get(node);
  }
}
