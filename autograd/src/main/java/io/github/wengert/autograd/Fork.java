package io.github.wengert.autograd;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * The nodes of a parallel computation on a tape. Its parts follow one another, and each depends
 * only on its own nodes and on those before the fork.
 *
 * @param parts the parts in order, at least one
 * @param executor runs the parts, forwards and in a sweep
 */
record Fork(List<Part> parts, Executor executor) {
  /**
   * The nodes of one part. Parts of a part are swept with it, in sequence.
   *
   * @param start its first node
   * @param end the node after its last
   */
  record Part(int start, int end) {}

  int start() {
    return parts.getFirst().start();
  }

  int end() {
    return parts.getLast().end();
  }
}
