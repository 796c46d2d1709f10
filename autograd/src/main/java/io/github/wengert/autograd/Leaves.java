package io.github.wengert.autograd;

import org.jspecify.annotations.Nullable;

/**
 * What the closures of a tape watch. Constants are shared between threads, so a watched one is
 * found here and not by its slot.
 *
 * <p>The leaves of a part are its own and those of the whole.
 *
 * @param <V> the value type
 */
final class Leaves<V extends Traceable<V>> {
  private final IdentityTable<V, Leaf> watched;
  private final @Nullable Leaves<V> ofWhole;

  /** The largest {@link Leaf#since} there is at the moment. */
  private int since;

  /**
   * A watched value.
   *
   * @param node its node
   * @param version the version it had when it was watched
   * @param since the size that the tape had then
   */
  record Leaf(int node, int version, int since) {}

  Leaves(int expected, @Nullable Leaves<V> ofWhole) {
    watched = new IdentityTable<>(expected);
    this.ofWhole = ofWhole;
    since = ofWhole == null ? 0 : ofWhole.since;
  }

  /** Returns how {@code value} is watched, here or by the whole; null if it is not. */
  @Nullable Leaf get(V value) {
    Leaf leaf = watched.get(value);
    return leaf != null || ofWhole == null ? leaf : ofWhole.get(value);
  }

  /** Watches {@code value}. */
  Leaf put(V value, int node, int version, int size) {
    since = size;
    Leaf leaf = new Leaf(node, version, size);
    watched.put(value, leaf);
    return leaf;
  }

  /** Watches {@code value} as {@link #get} said that it was watched before, or no longer. */
  void restore(V value, @Nullable Leaf before) {
    if (before == null) {
      watched.remove(value);
    } else {
      watched.put(value, before);
    }
  }

  /** Returns the size that the tape had when a value was watched last. */
  int since() {
    return since;
  }

  void restoreSince(int before) {
    since = before;
  }

  /**
   * Refuses {@code value} if a scope watches it that was opened when the tape was longer than
   * {@code size}. To a pullback from before that scope the value is a constant, yet what it
   * computes with it would be recorded: the derivative would have this part and lack all others.
   */
  void requireNotWatchedSince(int size, V value) {
    Leaf leaf = get(value);
    if (leaf != null && leaf.since > size) {
      throw new IllegalStateException(
          "vjp: this pullback uses %s and is older than the scope that differentiates by it; make it inside that scope"
              .formatted(value.space().describe(value)));
    }
  }
}
