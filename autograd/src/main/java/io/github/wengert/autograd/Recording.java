package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one scope recorded: the part of a tape that starts behind the scope's leaves.
 *
 * <p>An outermost scope brings its own tape, which is sealed when the scope returns; a nested one
 * writes on the tape of the scope around it, so that sweeping it is recorded there.
 *
 * @param <V> the value type
 * @param <T> what the function in the scope returned
 */
final class Recording<V extends Traceable<V>, T> {
  private final Tape<V> tape;
  private final boolean outermost;
  private final List<V> leaves;
  private final int[] nodes;
  private final int[] versions;
  private final int start;
  private final T result;

  private Recording(
      Tape<V> tape, boolean outermost, List<V> leaves, Leaves.Leaf[] places, int start, T result) {
    this.tape = tape;
    this.outermost = outermost;
    this.leaves = leaves;
    this.nodes = new int[places.length];
    this.versions = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      nodes[i] = places[i].node();
      versions[i] = places[i].version();
    }
    this.start = start;
    this.result = result;
  }

  /**
   * Records {@code body}, which finds the leaves itself, as they are known by identity; hands the
   * recording to {@code use}; and drops it.
   */
  static <V extends Traceable<V>, T, R> R ofClosure(
      String operation, List<V> leaves, Supplier<T> body, Function<Recording<V, T>, R> use) {
    Tape<V> current = current(operation);
    if (current != null) {
      return use.apply(closure(current, false, leaves, body));
    }
    Tape<V> tape = new Tape<>(leaves.size());
    try {
      return tape.bind(() -> {
        Recording<V, T> recording = closure(tape, true, leaves, body);
        tape.seal();
        return use.apply(recording);
      });
    } finally {
      tape.release();
    }
  }

  /** Records {@code f} applied to fresh copies of {@code arguments}. */
  static <V extends Traceable<V>, T> Recording<V, T> ofFunction(
      String operation, List<V> arguments, Function<List<V>, T> f) {
    Tape<V> current = current(operation);
    if (current != null) {
      return function(operation, current, false, arguments, f);
    }
    Tape<V> tape = new Tape<>(0);
    boolean returned = false;
    try {
      Recording<V, T> recording = tape.bind(() -> function(operation, tape, true, arguments, f));
      returned = true;
      return recording;
    } finally {
      if (returned) {
        tape.seal();
      } else {
        tape.release();
      }
    }
  }

  /** Returns the tape of the scope around this one, or null if there is none. */
  private static <V extends Traceable<V>> @Nullable Tape<V> current(String operation) {
    @SuppressWarnings("unchecked") // a tape holds whatever is recorded in its scope
    Tape<V> current = (Tape<V>) Tape.recording();
    if (current != null) {
      current.requireOwner(operation);
    }
    return current;
  }

  private static <V extends Traceable<V>, T> Recording<V, T> closure(
      Tape<V> tape, boolean outermost, List<V> leaves, Supplier<T> body) {
    int watchedSince = tape.leaves().since();
    List<Leaves.@Nullable Leaf> before = new ArrayList<>(leaves.size());
    Leaves.Leaf[] places = new Leaves.Leaf[leaves.size()];
    for (int i = 0; i < places.length; i++) {
      V leaf = leaves.get(i);
      if (!outermost) {
        before.add(tape.leaves().get(leaf));
      }
      places[i] = tape.watch(leaf);
    }
    int start = tape.size();
    try {
      return new Recording<>(tape, outermost, leaves, places, start, body.get());
    } finally {
      if (!outermost) { // nobody will record on a tape that ends with this scope
        for (int i = places.length - 1; i >= 0; i--) { // backwards, as a leaf may be named twice
          tape.restore(leaves.get(i), before.get(i));
        }
        tape.leaves().restoreSince(watchedSince);
      }
    }
  }

  private static <V extends Traceable<V>, T> Recording<V, T> function(
      String operation,
      Tape<V> tape,
      boolean outermost,
      List<V> arguments,
      Function<List<V>, T> f) {
    List<V> fresh = new ArrayList<>(arguments.size());
    Leaves.Leaf[] places = new Leaves.Leaf[arguments.size()];
    for (int i = 0; i < places.length; i++) {
      V leaf = tape.freshLeaf(operation, arguments.get(i));
      fresh.add(leaf);
      places[i] = new Leaves.Leaf(leaf.node, leaf.version(), leaf.node);
    }
    List<V> leaves = List.copyOf(fresh);
    int start = tape.size();
    return new Recording<>(
        tape, outermost, leaves, places, start, returned(operation, f.apply(leaves)));
  }

  private static <T> T returned(String operation, @Nullable T value) {
    if (value == null) {
      throw new NullPointerException(operation + ": f must not return null");
    }
    return value;
  }

  List<V> leaves() {
    return leaves;
  }

  T result() {
    return result;
  }

  /** Returns the nodes on the tape, up to and including what the scope recorded. */
  Graph graph() {
    return Graph.of(tape);
  }

  /** Returns the leaves' cotangents, null where {@code output} does not depend on the leaf. */
  List<@Nullable V> sweep(V output, V cotangent) {
    if (tape.isReleased()) {
      throw new IllegalStateException(
          "vjp: the scope in which this pullback was made has ended; apply it inside that scope");
    }
    tape.requireUsable("vjp");
    tape.requireOwn("differentiate", output);
    for (int i = 0; i < versions.length; i++) {
      Guards.requireVersion(leaves.get(i), versions[i]);
    }
    List<@Nullable V> cotangents = Sweep.run(tape, start, nodes, nodeOf(output), cotangent);
    if (tape.missedByRecording() != null || Scope.asked() != null) {
      cotangents.replaceAll(value -> value == null ? null : tape.omitting(value));
    }
    return cotangents;
  }

  /** Like {@link #sweep}, carrying {@code context} if nobody else can see what is computed. */
  List<@Nullable V> sweep(V output, Supplier<V> cotangent, @Nullable SweepContext context) {
    boolean unseen = outermost && tape.isSelfContained();
    return tape.<List<@Nullable V>>carrying(
        unseen ? context : null, () -> sweep(output, cotangent.get()));
  }

  /** Returns where {@code output} stands on the tape; a leaf may be known by its identity only. */
  @SuppressWarnings("ReferenceEquality")
  private int nodeOf(V output) {
    if (output.tape == tape) {
      return output.node;
    }
    for (int i = 0; i < nodes.length; i++) {
      if (leaves.get(i) == output) {
        return nodes[i];
      }
    }
    return Tape.CONSTANT;
  }

  /** Like {@link #sweep}, with zeros instead of nulls. */
  List<V> sweepDense(V output, V cotangent) {
    List<@Nullable V> sparse = sweep(output, cotangent);
    List<V> dense = new ArrayList<>(sparse.size());
    for (int i = 0; i < sparse.size(); i++) {
      V gradient = sparse.get(i);
      V leaf = leaves.get(i);
      dense.add(gradient == null ? leaf.space().zero(leaf) : gradient);
    }
    return List.copyOf(dense);
  }

  /** Drops the tape, if this scope brought it. */
  void release() {
    if (outermost) {
      tape.release();
    }
  }
}
