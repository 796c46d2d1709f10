package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The values that the closures of a tape watch. Threads share constants, so a watched one is found
 * by identity in this table, and not by its slot.
 *
 * <p>The table of a part continues that of the whole.
 *
 * @param <V> the value type
 */
final class LeafTable<V extends Traceable<V>> {
  private final IdentityTable<V, Leaf> watched;
  private final @Nullable LeafTable<V> ofWhole;

  /** The largest {@link Leaf#since} in the table. */
  private int since;

  /**
   * A watched value.
   *
   * @param node its node
   * @param version its version when it was watched
   * @param since the size of the tape at that time
   */
  record Leaf(int node, int version, int since) {}

  LeafTable(int expected, @Nullable LeafTable<V> ofWhole) {
    watched = new IdentityTable<>(expected);
    this.ofWhole = ofWhole;
    since = ofWhole == null ? 0 : ofWhole.since;
  }

  /** Returns the entry of {@code value}, here or in the table of the whole; null if none. */
  @Nullable Leaf get(V value) {
    Leaf leaf = watched.get(value);
    return leaf != null || ofWhole == null ? leaf : ofWhole.get(value);
  }

  /** Returns the first watched value of this kind, by its node, or null if there is none. */
  @Nullable V find(Predicate<? super V> kind) {
    V found = ofWhole == null ? null : ofWhole.find(kind);
    if (found != null) {
      return found;
    }
    List<V> matching = new ArrayList<>();
    watched.forEach((value, leaf) -> {
      if (kind.test(value)) {
        matching.add(value);
      }
    });
    matching.sort(Comparator.comparingInt(value -> requireNonNull(watched.get(value)).node()));
    return matching.isEmpty() ? null : matching.getFirst();
  }

  /** Watches {@code value}. */
  void put(V value, Leaf leaf) {
    since = leaf.since;
    watched.put(value, leaf);
  }

  /** Replaces the entry of {@code value} by an earlier one, or removes it. */
  void restore(V value, @Nullable Leaf before) {
    if (before == null) {
      watched.remove(value);
    } else {
      watched.put(value, before);
    }
  }

  /** Returns the size of the tape when a value was watched last. */
  int since() {
    return since;
  }

  void restoreSince(int before) {
    since = before;
  }

  /**
   * Refuses {@code value} if a scope watches it that was opened when the tape was longer than
   * {@code size}. A pullback made before that scope treats the value as a constant, yet what it
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
