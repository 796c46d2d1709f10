package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one scope: the values that it differentiates by, and their nodes.
 *
 * @param <V> the value type
 */
final class ScopeLeaves<V extends Traceable<V>> {
  private final Tape<V> tape;
  private final List<V> values;
  private final int[] nodes;
  private final int[] versions;

  private ScopeLeaves(Tape<V> tape, List<V> values) {
    this.tape = tape;
    this.values = values;
    nodes = new int[values.size()];
    versions = new int[values.size()];
  }

  // ------------------------------------------------------------------------------ closure style

  /**
   * Runs {@code body} while {@code values} themselves are leaves, known by identity. A value that
   * the tape computed is its own leaf; a constant gets a leaf node.
   *
   * @param outermost whether nothing is recorded on the tape afterwards
   */
  static <V extends Traceable<V>, R> R watching(
      Tape<V> tape, List<V> values, boolean outermost, Function<ScopeLeaves<V>, R> body) {
    ScopeLeaves<V> leaves = new ScopeLeaves<>(tape, values);
    if (outermost) {
      leaves.watch(null);
      return body.apply(leaves);
    }
    int since = tape.leaves().since();
    List<LeafTable.@Nullable Leaf> before = new ArrayList<>(values.size());
    leaves.watch(before);
    try {
      return body.apply(leaves);
    } finally {
      for (int i = before.size() - 1; i >= 0; i--) { // backwards, as a leaf may be named twice
        leaves.restore(values.get(i), before.get(i));
      }
      tape.leaves().restoreSince(since);
    }
  }

  private void watch(@Nullable List<LeafTable.@Nullable Leaf> before) {
    LeafTable<V> table = tape.leaves();
    for (int i = 0; i < nodes.length; i++) {
      V value = values.get(i);
      LeafTable.Leaf known = table.get(value);
      if (before != null) {
        before.add(known);
      }
      versions[i] = value.version();
      int since = tape.size();
      nodes[i] = nodeToWatch(value, versions[i], known);
      table.put(value, new LeafTable.Leaf(nodes[i], versions[i], since));
      tape.mark(value);
    }
  }

  private int nodeToWatch(V value, int version, LeafTable.@Nullable Leaf known) {
    if (tape.holds(value)) {
      return value.node;
    }
    return known != null && known.version() == version ? known.node() : tape.appendLeaf(value);
  }

  /** Watches {@code value} again as it was watched before this scope. */
  private void restore(V value, LeafTable.@Nullable Leaf before) {
    tape.leaves().restore(value, before);
    if (before == null) {
      value.unmark(tape);
    }
  }

  // --------------------------------------------------------------------------- functional style

  /**
   * Returns leaves that are copies of {@code arguments}, yet still depend on these.
   *
   * @param operation the name of the derivative, for messages
   */
  static <V extends Traceable<V>> ScopeLeaves<V> copies(
      Tape<V> tape, String operation, List<V> arguments) {
    List<V> copies = new ArrayList<>(arguments.size());
    for (V argument : arguments) {
      copies.add(copy(tape, operation, argument));
    }
    ScopeLeaves<V> leaves = new ScopeLeaves<>(tape, List.copyOf(copies));
    for (int i = 0; i < leaves.nodes.length; i++) {
      V leaf = leaves.values.get(i);
      leaves.nodes[i] = leaf.node;
      leaves.versions[i] = leaf.version();
    }
    return leaves;
  }

  private static <V extends Traceable<V>> V copy(Tape<V> tape, String operation, V value) {
    if (tape.holds(value) || tape.leaves().get(value) != null) {
      return tape.record(new Identity<>(), List.of(value));
    }
    if (Recorder.isForeign(value)) {
      throw Recorder.foreign(operation, value);
    }
    tape.inherit(operation, value);
    V leaf = value.space().alias(value);
    leaf.node = tape.appendLeaf(leaf);
    leaf.recorder = tape;
    return leaf;
  }

  // -------------------------------------------------------------------------------------- sweeps

  List<V> values() {
    return values;
  }

  int[] nodes() {
    return nodes;
  }

  /** Refuses leaves that have changed since the scope began. */
  void requireUnchanged() {
    for (int i = 0; i < versions.length; i++) {
      Guards.requireVersion(values.get(i), versions[i]);
    }
  }

  /** Returns the node of {@code value} if it is one of the leaves, or {@link Tape#CONSTANT}. */
  @SuppressWarnings("ReferenceEquality")
  int nodeOf(V value) {
    for (int i = 0; i < nodes.length; i++) {
      if (values.get(i) == value) {
        return nodes[i];
      }
    }
    return Tape.CONSTANT;
  }
}
