package io.github.wengert.autograd;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * Where the parts of a parallel computation stand on a tape: side by side, so that a part depends
 * on its own nodes and on those before the fork only.
 *
 * @param parts the parts in order, at least one
 * @param executor who ran them, and will sweep them
 */
record Fork(List<Part> parts, Executor executor) {
  /**
   * The nodes of one part; a part's own parts are swept with it, in sequence.
   *
   * @param start the first one
   * @param end the first one that is not of this part
   */
  record Part(int start, int end) {}

  int start() {
    return parts.getFirst().start();
  }

  int end() {
    return parts.getLast().end();
  }
}
