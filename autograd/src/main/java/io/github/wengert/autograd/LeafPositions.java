package io.github.wengert.autograd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The position of each leaf among the leaves of a sweep, by its node. */
final class LeafPositions {
  /**
   * The leaves' nodes in ascending order, each once; null if they are 0, 1, …, as in an outermost
   * scope. A leaf's position is its place in this order.
   */
  private final int @Nullable [] sorted;

  private final int count;

  /**
   * Numbers the leaves of a sweep.
   *
   * @param nodes the node of each leaf; one that occurs twice is one leaf
   */
  LeafPositions(int[] nodes) {
    sorted = areNumbered(nodes) ? null : sorted(nodes);
    count = sorted == null ? nodes.length : sorted.length;
  }

  private static boolean areNumbered(int[] nodes) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] != i) {
        return false;
      }
    }
    return true;
  }

  private static int[] sorted(int[] nodes) {
    int[] sorted = nodes.clone();
    Arrays.sort(sorted);
    int count = 1;
    for (int node : sorted) {
      if (node != sorted[count - 1]) {
        sorted[count++] = node;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /** Returns how many leaves there are. */
  int count() {
    return count;
  }

  /** Whether {@code reference} is the node of a leaf. */
  boolean contains(int reference) {
    return sorted == null
        ? reference >= 0 && reference < count
        : Arrays.binarySearch(sorted, reference) >= 0;
  }

  /** Returns the position of the leaf {@code node}. */
  int of(int node) {
    return sorted == null ? node : Arrays.binarySearch(sorted, node);
  }
}
