package io.github.wengert.autograd;

import static java.util.Objects.requireNonNull;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Wengert list: one append-only record of primitives for each outermost scope.
 *
 * <p>A structure of arrays, one column for each fact about a node, indexed by the node's number. A
 * node's inputs always have smaller numbers than the node itself, so walking the columns downwards
 * is a topological order and nothing here ever recurses.
 *
 * <p>Inputs are kept twice: as values (what pullbacks compute with) and as <em>references</em>
 * (where their cotangents go). A reference is
 *
 * <ul>
 *   <li>{@code ≥ 0}: the number of the node that made the value,
 *   <li>{@link #CONSTANT}: the value is on no tape,
 *   <li>{@code ≤ -2}: the value is a mutable constant, whose version stands in the guard column at
 *       {@code -2 - reference}.
 * </ul>
 *
 * <p>A tape belongs to the thread that opened it. It is <em>open</em> while its scope runs,
 * <em>sealed</em> when the scope has returned (its values are constants from then on, but it can
 * still be swept) and <em>released</em> when nobody will sweep it again.
 */
final class Tape<V extends Traceable<V>> {
  static final int CONSTANT = -1;
  private static final int FIRST_GUARD = -2;

  /** As many nodes as a small network has: its tape never grows. */
  private static final int FIRST_CAPACITY = 16;

  private static final ScopedValue<Tape<?>> CURRENT = ScopedValue.newInstance();

  /** Stands for no tape: it records nothing. */
  private static final Tape<?> NONE = none();

  private enum State {
    /** Records what its thread computes. */
    OPEN,
    /** A primitive's {@code forward} is running: what it calls in turn is not recorded. */
    SUSPENDED,
    SEALED,
    RELEASED
  }

  private final Thread owner = Thread.currentThread();
  private State state = State.OPEN;

  private Nodes<V> nodes = new Nodes<>(FIRST_CAPACITY);

  private final IntArrayList guardVersions = new IntArrayList();

  /**
   * A watched value: its node, the version it had when it was watched, and the size that the tape
   * had then.
   */
  record Leaf(int node, int version, int since) {}

  /**
   * What closures watch. Constants are shared between threads, so a watched one is found here and
   * not by its slot.
   */
  private IdentityTable<V, Leaf> leaves;

  /** The largest {@link Leaf#since} there is at the moment. */
  private int watchedSince;

  private int leafCount;

  /** Whether all primitives that were recorded say so of themselves. */
  private boolean selfContained = true;

  /** What the sweep of this tape carries, while there is one. */
  private @Nullable SweepContext carried;

  /** Who wants to know which mutable values are used, if anybody does. */
  private @Nullable MutableOperands<V> mutableOperands;

  /** Makes a tape on which so many values will be watched. */
  Tape(int leafCount) {
    leaves = new IdentityTable<>(leafCount);
  }

  private static <V extends Traceable<V>> Tape<V> none() {
    Tape<V> tape = new Tape<>(0);
    tape.release();
    return tape;
  }

  /** Returns the tape on which the calling thread is recording, or null if it is not recording. */
  static @Nullable Tape<?> recording() {
    Tape<?> tape = CURRENT.orElse(NONE);
    return tape.state == State.OPEN ? tape : null;
  }

  /** Runs {@code body} with this tape as the current one. */
  <R extends @Nullable Object> R bind(ScopedValue.CallableOp<R, RuntimeException> body) {
    return ScopedValue.where(CURRENT, this).call(body);
  }

  boolean isReleased() {
    return state == State.RELEASED;
  }

  /** Ends recording; the values on this tape are constants from now on. */
  void seal() {
    state = State.SEALED;
  }

  /** Drops everything that was recorded, so that a value that escaped does not keep it alive. */
  void release() {
    state = State.RELEASED;
    nodes = new Nodes<>(0);
    guardVersions.clear();
    leaves = new IdentityTable<>(0);
  }

  int size() {
    return nodes.size();
  }

  /** Whether pullbacks of the recorded primitives keep nothing of what they see. */
  boolean isSelfContained() {
    return selfContained;
  }

  /** Returns how many leaf nodes were ever appended. */
  int leafCount() {
    return leafCount;
  }

  // ---------------------------------------------------------------------------------- recording

  /** Refuses a value that a tape other than {@code current} is recording at this moment. */
  static <V extends Traceable<V>> void requireNotForeign(
      Primitive<V> primitive, V value, @Nullable Tape<?> current) {
    if (isForeign(value, current)) {
      throw foreign(primitive.name(), value);
    }
  }

  private static <V extends Traceable<V>> boolean isForeign(V value, @Nullable Tape<?> current) {
    Tape<V> home = value.tape;
    return home != null && home != current && home.state == State.OPEN;
  }

  private static <V extends Traceable<V>> ForeignTapeException foreign(String operation, V value) {
    return new ForeignTapeException(
        "%s: an operand is being recorded on another open tape: %s (thread \"%s\" ≠ thread \"%s\"); use it after that scope has ended"
            .formatted(
                operation,
                value.space().describe(value),
                requireNonNull(value.tape).owner.getName(),
                Thread.currentThread().getName()));
  }

  /** Refuses a thread that inherited this tape from the thread which opened it. */
  void requireOwner(String operation) {
    if (!isOwner()) {
      throw new ForeignTapeException(
          "%s: a tape records for the thread that opened it only (thread \"%s\" ≠ thread \"%s\"); open a scope in each thread"
              .formatted(operation, owner.getName(), Thread.currentThread().getName()));
    }
  }

  private boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  /** Computes {@code primitive} and appends a node, unless all its operands are constants. */
  V record(Primitive<V> primitive, List<V> operands) {
    if (!isOwner()) { // the name is for a message only
      requireOwner(primitive.name());
    }
    int first = nodes.referenceCount();
    int firstGuard = guardVersions.size();
    boolean recorded = false;
    try {
      boolean traced = false;
      for (int i = 0; i < operands.size(); i++) {
        int reference = referenceTo(primitive, operands.get(i));
        nodes.appendReference(reference);
        traced |= reference >= 0;
      }
      V output = forwardUnrecorded(primitive, operands);
      if (traced) {
        if (output.tape != null || containsIdentity(operands, output)) {
          output = output.space().alias(output);
        }
        output.tape = this;
        output.node = size();
        selfContained &= primitive.isSelfContained();
        // The caller may go on changing a list of his own.
        nodes.append(primitive, List.copyOf(operands), output, first);
        recorded = true;
      }
      return output;
    } finally {
      if (!recorded) {
        nodes.dropReferences(first);
        guardVersions.size(firstGuard);
      }
    }
  }

  private V forwardUnrecorded(Primitive<V> primitive, List<V> operands) {
    state = State.SUSPENDED;
    try {
      return primitive.forward(operands);
    } finally {
      state = State.OPEN;
    }
  }

  /** Runs a sweep, in which the calling thread finds {@code context}. */
  <R> R carrying(@Nullable SweepContext context, Supplier<R> sweep) {
    carried = context;
    try {
      return sweep.get();
    } finally {
      carried = null;
    }
  }

  /** Returns what the sweep of the calling thread carries. */
  static @Nullable SweepContext sweepContext() {
    Tape<?> tape = CURRENT.orElse(NONE);
    return tape.carried != null && tape.isOwner() ? tape.carried : null;
  }

  /** Runs {@code body} and tells {@code log} which mutable values it uses. */
  V logging(MutableOperands<V> log, Supplier<? extends V> body) {
    MutableOperands<V> before = mutableOperands;
    mutableOperands = log;
    try {
      return body.get();
    } finally {
      mutableOperands = before;
    }
  }

  private int referenceTo(Primitive<V> primitive, V value) {
    if (value.tape == this) {
      return value.node;
    }
    requireNotForeign(primitive, value, this);
    Leaf leaf = leaves.get(value);
    int version = value.version();
    if (mutableOperands != null && version != Traceable.IMMUTABLE) {
      mutableOperands.add(value);
    }
    if (leaf != null) {
      requireVersion(value, leaf.version);
      return leaf.node;
    }
    if (version == Traceable.IMMUTABLE) {
      return CONSTANT;
    }
    guardVersions.add(version);
    return FIRST_GUARD - (guardVersions.size() - 1);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is this very object is the question
  private static <V> boolean containsIdentity(List<V> operands, V value) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) == value) {
        return true;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------------------------- leaves

  /**
   * Makes {@code value} a leaf until {@link #restore}, and returns where it stands. A value that
   * this tape computed is its own leaf; a constant gets a leaf node.
   */
  Leaf watch(V value) {
    int version = value.version();
    watchedSince = size();
    Leaf leaf = new Leaf(nodeToWatch(value, version), version, watchedSince);
    leaves.put(value, leaf);
    return leaf;
  }

  private int nodeToWatch(V value, int version) {
    if (value.tape == this) {
      return value.node;
    }
    Leaf known = leaves.get(value);
    return known != null && known.version == version ? known.node : appendLeaf(value);
  }

  /** Returns how {@code value} is watched now, to be handed to {@link #restore} later. */
  @Nullable Leaf watched(V value) {
    return leaves.get(value);
  }

  /** Watches {@code value} again as it was watched before an inner scope. */
  void restore(V value, @Nullable Leaf before) {
    if (before == null) {
      leaves.remove(value);
    } else {
      leaves.put(value, before);
    }
  }

  int watchedSince() {
    return watchedSince;
  }

  void restoreWatchedSince(int before) {
    watchedSince = before;
  }

  /**
   * Refuses {@code value} if a scope watches it that was opened when this tape was longer than
   * {@code size}. To a pullback from before that scope the value is a constant, yet what it
   * computes with it would be recorded: the derivative would have this part and lack all others.
   */
  void requireNotWatchedSince(int size, V value) {
    Leaf leaf = leaves.get(value);
    if (leaf != null && leaf.since > size) {
      throw new IllegalStateException(
          "vjp: this pullback uses %s and is older than the scope that differentiates by it; make it inside that scope"
              .formatted(value.space().describe(value)));
    }
  }

  /**
   * Returns a copy of {@code value} that is a leaf of its own, yet still depends on {@code value}.
   */
  V freshLeaf(String operation, V value) {
    if (value.tape == this || leaves.contains(value)) {
      return record(new Identity<>(), List.of(value));
    }
    if (isForeign(value, this)) {
      throw foreign(operation, value);
    }
    V leaf = value.space().alias(value);
    leaf.node = appendLeaf(leaf);
    leaf.tape = this;
    return leaf;
  }

  private int appendLeaf(V value) {
    leafCount++;
    nodes.append(null, List.of(), value, nodes.referenceCount());
    return size() - 1;
  }

  /** Refuses mutable constants that have changed since {@code node} used them. */
  void requireGuards(int node) {
    if (guardVersions.isEmpty()) {
      return;
    }
    List<V> operands = nodes.inputs(node);
    for (int i = 0; i < operands.size(); i++) {
      int reference = nodes.reference(node, i);
      if (reference <= FIRST_GUARD) {
        requireVersion(operands.get(i), guardVersions.getInt(FIRST_GUARD - reference));
      }
    }
  }

  /** Refuses {@code value} if it is no longer at the version that was recorded. */
  static <V extends Traceable<V>> void requireVersion(V value, int recorded) {
    if (value.version() != recorded) {
      throw new StaleValueException(
          "%s was changed while it was being differentiated (version %d when recorded ≠ version %d now); update it after its gradients have been computed"
              .formatted(value.space().describe(value), recorded, value.version()));
    }
  }

  // ------------------------------------------------------------------------------------ reading

  /** Returns the primitive of {@code node}, or null for a leaf. */
  @Nullable Primitive<V> primitive(int node) {
    return nodes.primitive(node);
  }

  List<V> inputs(int node) {
    return nodes.inputs(node);
  }

  V output(int node) {
    return nodes.output(node);
  }

  /** Returns the reference of input {@code position} of {@code node}. */
  int reference(int node, int position) {
    return nodes.reference(node, position);
  }
}
