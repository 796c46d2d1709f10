package io.github.wengert.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
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
 *   <li>{@code ≤ -2}: the value is a mutable constant, whose version is {@linkplain Guards
 *       guarded}.
 * </ul>
 *
 * <p>A tape belongs to the thread that opened it. It is <em>open</em> while its scope runs,
 * <em>sealed</em> when the scope has returned (its values are constants from then on, but it can
 * still be swept) and <em>released</em> when nobody will sweep it again.
 *
 * <p>The parts of a parallel computation have tapes of their own, which carry on where the tape of
 * the whole stands: their first node has the number that comes next there, and smaller numbers are
 * the whole's nodes. When all parts have ended, their nodes are appended to the whole's in the
 * parts' order, as if the parts had run one after the other. Meanwhile the whole's tape rests.
 */
final class Tape<V extends Traceable<V>> extends Opening {
  static final int CONSTANT = -1;

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

  private State state = State.OPEN;

  /** The tape of the whole, if this one is that of a part; and its size, our first number. */
  private final @Nullable Tape<V> whole;

  private final int base;

  private Nodes<V> nodes = new Nodes<>(FIRST_CAPACITY);

  /** Where parallel parts stand, in the order of their numbers; null if there are none. */
  private @Nullable List<Fork> forks;

  /** What leaves of this tape are marked with. */
  private final Missed mark = new Missed(this, null, null);

  /** Scopes of other threads that recorded values depend on, and are no part of. */
  private @Nullable Missed missed;

  private final Guards guards = new Guards();

  /** What closures watch. */
  private Leaves<V> leaves;

  private int leafCount;

  /** Whether all primitives that were recorded say so of themselves. */
  private boolean selfContained = true;

  /** What the sweep of this tape carries, while there is one. */
  private @Nullable SweepContext carried;

  private final Listeners<V> listeners;

  /** Creates a tape sized for {@code leafCount} leaves. */
  Tape(int leafCount) {
    leaves = new Leaves<>(leafCount, null);
    listeners = new Listeners<>();
    whole = null;
    base = 0;
  }

  private Tape(Tape<V> whole) {
    this.whole = whole;
    leaves = new Leaves<>(0, whole.leaves);
    base = whole.size();
    state = whole.state;
    listeners = whole.listeners.forPart(this);
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

  /** Returns the tape on which the calling thread is recording, if it opened that. */
  @SuppressWarnings("unchecked") // a tape holds whatever is recorded in its scope
  static <V extends Traceable<V>> @Nullable Tape<V> ownRecording() {
    Tape<?> tape = recording();
    return tape != null && tape.isOwner() ? (Tape<V>) tape : null;
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
    guards.dropFrom(0);
    leaves = new Leaves<>(0, null);
    forks = null;
    forgetOwner();
  }

  // -------------------------------------------------------------------------------------- parts

  /** Returns the tape that is in use here and not yet sealed, for parts to carry on; or null. */
  static @Nullable Tape<?> toFork(String operation) {
    Tape<?> tape = CURRENT.orElse(NONE);
    if (!tape.isOpen()) {
      return null;
    }
    tape.requireOwner(operation);
    return tape;
  }

  /** Opens the tape of a part, on the thread that computes it. */
  Tape<V> openPart() {
    return new Tape<>(this);
  }

  /** Appends what parts have recorded, in order. */
  void join(List<Tape<V>> parts, Executor executor) {
    if (forks == null) {
      forks = new ArrayList<>();
    }
    forks.add(new Fork(parts.stream().map(this::append).toList(), executor));
  }

  private Fork.Part append(Tape<V> part) {
    int start = size();
    int shift = start - part.base;
    nodes.appendAll(part.nodes, part.base, shift, guards.size());
    guards.addAll(part.guards);
    for (int node = start; node < size(); node++) {
      V output = output(node);
      if (output.tape == part) {
        output.tape = this;
        output.node = node;
      }
    }
    leafCount += part.leafCount;
    selfContained &= part.selfContained;
    miss(part.missed);
    listeners.addAll(part.listeners);
    part.release();
    return new Fork.Part(start, size());
  }

  /** Returns where parallel parts stand, in the order of their numbers. */
  List<Fork> forks() {
    return forks == null ? List.of() : forks;
  }

  /** Whether this is {@code other}, or a part of it. */
  boolean carriesOn(@Nullable Tape<?> other) {
    for (Tape<?> tape = this; tape != null; tape = tape.whole) {
      if (tape == other) {
        return true;
      }
    }
    return false;
  }

  // ------------------------------------------------------------------------------ other threads

  @Override
  boolean isOpen() {
    return state == State.OPEN || state == State.SUSPENDED;
  }

  @Override
  boolean isInEffect() {
    return CURRENT.orElse(NONE).carriesOn(this);
  }

  @Override
  boolean refusesWhatMissedIt() {
    return recording() != null; // a primitive's own computation is recorded by nobody
  }

  @Override
  String description() {
    return "the scope that records here";
  }

  /** Returns the scopes of other threads that recorded values depend on. */
  @Nullable Missed missedByRecording() {
    return missed;
  }

  /** Notes that recorded values depend on scopes of other threads. */
  void miss(@Nullable Missed scopes) {
    missed = Missed.addAll(missed, scopes);
  }

  /** Returns a value that a sweep of this tape computed, with the scopes that it missed. */
  V omitting(V value) {
    Missed all = Missed.addAll(missed, Scope.asked());
    return all == null || value.tape != null ? value : Unrecorded.copy(value, all);
  }

  /** Refuses a thread other than that which is recording, and those of its parts. */
  void requireUsable(String operation) {
    if (isOpen() && !isInEffect()) {
      requireOwner(operation);
    }
  }

  /** Refuses {@code output}, which a scope on this tape returned, if it was computed elsewhere. */
  void requireOwn(String operation, V output) {
    for (Missed entry = output.missedAltogether(); entry != null; entry = entry.next()) {
      if (entry.opening() == this && entry.by() != null) {
        throw entry.lost(operation, output);
      }
    }
  }

  // ---------------------------------------------------------------------------------- recording

  Listeners<V> listeners() {
    return listeners;
  }

  /** Whether a derivative of what is being recorded could go by {@code value}. */
  boolean depends(V value) {
    return carriesOn(value.tape) || leaves.get(value) != null;
  }

  /** Refuses a value that a tape other than {@code current} is recording at this moment. */
  static <V extends Traceable<V>> void requireNotForeign(
      Primitive<V> primitive, V value, @Nullable Tape<?> current) {
    if (isForeign(value, current)) {
      throw ForeignTapeException.operand(primitive.name(), value);
    }
  }

  private static <V extends Traceable<V>> boolean isForeign(V value, @Nullable Tape<?> current) {
    Tape<V> home = value.tape;
    return home != null
        && home != current
        && home.state == State.OPEN
        && !CURRENT.orElse(NONE).carriesOn(home);
  }

  /** Refuses a thread that inherited this tape from the thread which opened it. */
  void requireOwner(String operation) {
    if (!isOwner()) {
      throw ForeignTapeException.thread(operation, this);
    }
  }

  /** Computes {@code primitive} and appends a node, unless all its operands are constants. */
  V record(Primitive<V> primitive, List<V> operands) {
    if (!isOwner()) { // the name is for a message only
      requireOwner(primitive.name());
    }
    int first = nodes.referenceCount();
    int firstGuard = guards.size();
    boolean recorded = false;
    try {
      boolean traced = false;
      for (int i = 0; i < operands.size(); i++) {
        V operand = operands.get(i);
        if (operand == null) {
          throw Nulls.operand(primitive, i);
        }
        int reference = referenceTo(primitive, operand);
        nodes.appendReference(reference);
        traced |= reference >= 0;
      }
      V output = forwardUnrecorded(primitive, operands);
      if (output == null) {
        throw Nulls.result(primitive);
      }
      if (traced) {
        if (output.tape != null || Unrecorded.isAmong(operands, output)) {
          output = output.space().alias(output);
        }
        output.tape = this;
        output.node = size();
        output.missed = null; // what a primitive's own computation missed, we record
        selfContained &= primitive.isSelfContained();
        // The caller may go on changing a list of his own.
        nodes.append(primitive, List.copyOf(operands), output, first);
        recorded = true;
        miss(Scope.asked());
        listeners.applied(primitive, operands, output);
        return output;
      }
      return Unrecorded.omitting(Unrecorded.missedBy(primitive, operands), operands, output);
    } finally {
      if (!recorded) {
        nodes.dropReferences(first);
        guards.dropFrom(firstGuard);
      }
    }
  }

  private V forwardUnrecorded(Primitive<V> primitive, List<V> operands) {
    state = State.SUSPENDED;
    try {
      return Unrecorded.forward(primitive, operands);
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

  private int referenceTo(Primitive<V> primitive, V value) {
    if (value.tape == this || isOfWhole(value)) {
      return value.node;
    }
    requireNotForeign(primitive, value, this);
    Leaves.Leaf leaf = leaves.get(value);
    if ((value.missed != null && !mark.isAllOf(value.missed)) || value.tape != null) {
      missed = Missed.inherit(primitive.name(), value, value.missedAltogether(), missed);
    }
    int version = value.version();
    if (version != Traceable.IMMUTABLE) {
      listeners.used(value);
    }
    if (leaf != null) {
      Guards.requireVersion(value, leaf.version());
      return leaf.node();
    }
    if (version == Traceable.IMMUTABLE) {
      return CONSTANT;
    }
    return guards.add(version);
  }

  /** Whether {@code value} was recorded by the whole that this tape is a part of. */
  private boolean isOfWhole(V value) {
    return whole != null && value.tape != null && whole.carriesOn(value.tape);
  }

  // ------------------------------------------------------------------------------------- leaves

  Leaves<V> leaves() {
    return leaves;
  }

  /**
   * Makes {@code value} a leaf until {@link #restore}, and returns where it stands. A value that
   * this tape computed is its own leaf; a constant gets a leaf node.
   */
  Leaves.Leaf watch(V value) {
    int version = value.version();
    int since = size();
    Leaves.Leaf leaf = leaves.put(value, nodeToWatch(value, version), version, since);
    if (!mark.isAllOf(value.missed)) {
      value.mark(mark);
    }
    return leaf;
  }

  private int nodeToWatch(V value, int version) {
    if (value.tape == this || isOfWhole(value)) {
      return value.node;
    }
    Leaves.Leaf known = leaves.get(value);
    return known != null && known.version() == version ? known.node() : appendLeaf(value);
  }

  /** Watches {@code value} again as it was watched before an inner scope. */
  void restore(V value, Leaves.@Nullable Leaf before) {
    leaves.restore(value, before);
    if (before == null) {
      value.unmark(this);
    }
  }

  /**
   * Returns a copy of {@code value} that is a leaf of its own, yet still depends on {@code value}.
   */
  V freshLeaf(String operation, V value) {
    if (value.tape == this || isOfWhole(value) || leaves.get(value) != null) {
      return record(new Identity<>(), List.of(value));
    }
    if (isForeign(value, this)) {
      throw ForeignTapeException.operand(operation, value);
    }
    // What is computed from the copy depends on all that the value depends on.
    missed = Missed.inherit(operation, value, value.missedAltogether(), missed);
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
    if (guards.size() > 0) {
      List<V> operands = inputs(node);
      for (int i = 0; i < operands.size(); i++) {
        guards.require(operands.get(i), reference(node, i));
      }
    }
  }

  // ------------------------------------------------------------------------------------ reading

  int size() {
    return base + nodes.size();
  }

  /** Whether pullbacks of the recorded primitives keep nothing of what they see. */
  boolean isSelfContained() {
    return selfContained;
  }

  /** Returns how many leaf nodes were ever appended. */
  int leafCount() {
    return whole == null ? leafCount : whole.leafCount() + leafCount;
  }

  /** Returns the primitive of {@code node}, or null for a leaf. */
  @Nullable Primitive<V> primitive(int node) {
    return nodes.primitive(node - base);
  }

  List<V> inputs(int node) {
    return nodes.inputs(node - base);
  }

  V output(int node) {
    return nodes.output(node - base);
  }

  /** Returns the reference of input {@code position} of {@code node}. */
  int reference(int node, int position) {
    return nodes.reference(node - base, position);
  }
}
