package io.github.wengert.autograd;

import io.github.wengert.autograd.internal.SweepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of one scope, and the segment of a tape that the scope recorded.
 *
 * <p>An outermost scope has a tape of its own, which is sealed when the scope returns; a nested one
 * writes to the tape of the scope around it, so that sweeping it is recorded there.
 *
 * @param <V> the value type
 * @param <T> the type of the scope's result
 */
final class Recording<V extends Traceable<V>, T> {
  private final Tape<V> tape;
  private final boolean outermost;
  private final ScopeLeaves<V> leaves;
  private final int start;
  private final T result;

  private Recording(Tape<V> tape, boolean outermost, ScopeLeaves<V> leaves, int start, T result) {
    this.tape = tape;
    this.outermost = outermost;
    this.leaves = leaves;
    this.start = start;
    this.result = result;
  }

  /**
   * Records {@code body}, which uses the leaves themselves; hands the recording to {@code use}; and
   * drops it.
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

  /** Records {@code f} applied to copies of {@code arguments}, which are the leaves. */
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
        tape.forgetOwner(); // any thread may sweep it
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
      Tape<V> tape, boolean outermost, List<V> values, Supplier<T> body) {
    return ScopeLeaves.watching(
        tape,
        values,
        outermost,
        leaves -> {
          int start = tape.size();
          return new Recording<>(tape, outermost, leaves, start, body.get());
        });
  }

  private static <V extends Traceable<V>, T> Recording<V, T> function(
      String operation,
      Tape<V> tape,
      boolean outermost,
      List<V> arguments,
      Function<List<V>, T> f) {
    ScopeLeaves<V> leaves = ScopeLeaves.copies(tape, operation, arguments);
    int start = tape.size();
    T result = f.apply(leaves.values());
    if (result == null) {
      throw new NullPointerException(operation + ": f must not return null");
    }
    return new Recording<>(tape, outermost, leaves, start, result);
  }

  /** Returns the tape, of which this recording is a segment. */
  Tape<V> tape() {
    return tape;
  }

  List<V> leaves() {
    return leaves.values();
  }

  T result() {
    return result;
  }

  /** Returns the leaves' cotangents, null where {@code output} does not depend on the leaf. */
  List<@Nullable V> sweep(V output, V cotangent) {
    if (tape.isReleased()) {
      throw new IllegalStateException(
          "vjp: the scope in which this pullback was made has ended; apply it inside that scope");
    }
    tape.requireUsable("vjp");
    tape.requireOwn("differentiate", output);
    leaves.requireUnchanged();
    List<@Nullable V> cotangents =
        Sweep.run(tape, start, leaves.nodes(), nodeOf(output), cotangent);
    if (tape.missed() != null || MissedLookups.ofThisThread() != null) {
      cotangents.replaceAll(value -> value == null ? null : tape.omitting(value));
    }
    return cotangents;
  }

  /**
   * Like {@link #sweep(Traceable, Traceable)}. The operations of the sweep find {@code context}
   * unless other code could keep what they compute.
   *
   * @param cotangent computes the cotangent of {@code output}
   */
  List<@Nullable V> sweep(V output, Supplier<V> cotangent, @Nullable SweepContext context) {
    boolean unseen = outermost && tape.isSelfContained();
    return tape.<List<@Nullable V>>carrying(
        unseen ? context : null, () -> sweep(output, cotangent.get()));
  }

  /** Returns the node of {@code output}; the slot of a leaf may be empty. */
  private int nodeOf(V output) {
    return output.recorder == tape ? output.node : leaves.nodeOf(output);
  }

  /** Like {@link #sweep(Traceable, Traceable)}, with zeros instead of nulls. */
  List<V> sweepDense(V output, V cotangent) {
    List<@Nullable V> sparse = sweep(output, cotangent);
    List<V> dense = new ArrayList<>(sparse.size());
    for (int i = 0; i < sparse.size(); i++) {
      V gradient = sparse.get(i);
      V leaf = leaves.values().get(i);
      dense.add(gradient == null ? leaf.space().zero(leaf) : gradient);
    }
    return List.copyOf(dense);
  }

  /** Drops the tape, if it is this scope's own. */
  void release() {
    if (outermost) {
      tape.release();
    }
  }
}
